import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Inference} from "./inference.model"
import {Account} from "./account.model"

/**
 * A challenge to the claim of one method. status: OPEN, UPHELD, REJECTED. The resolved position is null while it is open.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Dispute {
    constructor(props?: Partial<Dispute>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Inference, {nullable: true})
    inference!: Inference

    @StringColumn_({nullable: false})
    method!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    challenger!: Account

    @BigIntColumn_({nullable: false})
    bond!: bigint

    @StringColumn_({nullable: false})
    reasonUri!: string

    @StringColumn_({nullable: false})
    status!: string

    @IntColumn_({nullable: true})
    resolvedBlockNumber!: number | undefined | null

    @IntColumn_({nullable: true})
    resolvedLogIndex!: number | undefined | null

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
