import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * A machine, or some, that serves models and adapters. status: ACTIVE, RETIRED.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Host {
    constructor(props?: Partial<Host>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @StringColumn_({nullable: false})
    host!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    operator!: Account

    @BigIntColumn_({nullable: false})
    gpus!: bigint

    @StringColumn_({nullable: false})
    uri!: string

    @StringColumn_({nullable: false})
    status!: string

    @IntColumn_({nullable: true})
    retiredBlockNumber!: number | undefined | null

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
