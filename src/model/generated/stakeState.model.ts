import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Stake} from "./stake.model"

/**
 * What the interest of a stake is reckoned from, from this position on. accruingUntil is null while it accrues.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Index_(["stake", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class StakeState {
    constructor(props?: Partial<StakeState>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @ManyToOne_(() => Stake, {nullable: true})
    stake!: Stake

    @StringColumn_({nullable: false})
    status!: string

    @BigIntColumn_({nullable: true})
    principal!: bigint | undefined | null

    @DateTimeColumn_({nullable: false})
    accruingSince!: Date

    @DateTimeColumn_({nullable: true})
    accruingUntil!: Date | undefined | null

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
