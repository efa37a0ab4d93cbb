import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Datanet} from "./datanet.model"
import {Account} from "./account.model"

/**
 * One submission to a Datanet. status: SUBMITTED, APPROVED, REJECTED, WITHDRAWN. The positions of approval and withdrawal decide which versions hold it.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Contribution {
    constructor(props?: Partial<Contribution>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Datanet, {nullable: true})
    datanet!: Datanet

    @BigIntColumn_({nullable: false})
    contributionId!: bigint

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    contributor!: Account

    @Index_()
    @StringColumn_({nullable: false})
    contentRoot!: string

    @StringColumn_({nullable: false})
    contentUri!: string

    @BigIntColumn_({nullable: false})
    rowCount!: bigint

    @BigIntColumn_({nullable: false})
    byteLength!: bigint

    @StringColumn_({nullable: false})
    license!: string

    @BigIntColumn_({nullable: false})
    stake!: bigint

    @StringColumn_({nullable: false})
    status!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    reviewer!: Account | undefined | null

    @BigIntColumn_({nullable: true})
    qualityPpm!: bigint | undefined | null

    @StringColumn_({nullable: true})
    rejectionReason!: string | undefined | null

    @IntColumn_({nullable: true})
    approvedBlockNumber!: number | undefined | null

    @IntColumn_({nullable: true})
    approvedLogIndex!: number | undefined | null

    @IntColumn_({nullable: true})
    withdrawnBlockNumber!: number | undefined | null

    @IntColumn_({nullable: true})
    withdrawnLogIndex!: number | undefined | null

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
