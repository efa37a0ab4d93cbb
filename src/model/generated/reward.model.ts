import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Inference} from "./inference.model"
import {Account} from "./account.model"
import {Datanet} from "./datanet.model"

/**
 * One accrual. role: PLATFORM, MODEL, STAKER, CONTRIBUTOR, COMPUTE, REMAINDER, or the number where it is none of these.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Reward {
    constructor(props?: Partial<Reward>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Inference, {nullable: true})
    inference!: Inference

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    recipient!: Account

    @StringColumn_({nullable: false})
    role!: string

    @BigIntColumn_({nullable: false})
    datanetNumber!: bigint

    @Index_()
    @ManyToOne_(() => Datanet, {nullable: true})
    datanet!: Datanet | undefined | null

    @BigIntColumn_({nullable: false})
    amount!: bigint

    @IntColumn_({nullable: false})
    blockNumber!: number

    @StringColumn_({nullable: false})
    blockHash!: string

    @DateTimeColumn_({nullable: false})
    timestamp!: Date

    @StringColumn_({nullable: false})
    transactionHash!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
