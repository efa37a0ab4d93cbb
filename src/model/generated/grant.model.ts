import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * One grant. tier: EXPLORATION, BUILDING, EXPANSION; area: DEFI_DEPIN, GAMING, WALLETS_AGENTS, HEALTH_FINANCE; the number where it is none of these. status: OPEN, CLOSED. plannedUsd is the sum of its milestones, reachedUsd of those reached, disbursed the wei paid for them. releasedUsd went back to the budget when it was closed.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Grant {
    constructor(props?: Partial<Grant>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @BigIntColumn_({nullable: false})
    grantId!: bigint

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    recipient!: Account

    @StringColumn_({nullable: false})
    tier!: string

    @StringColumn_({nullable: false})
    area!: string

    @BigIntColumn_({nullable: false})
    amountUsd!: bigint

    @StringColumn_({nullable: false})
    metadataUri!: string

    @StringColumn_({nullable: false})
    status!: string

    @StringColumn_({nullable: true})
    closedReason!: string | undefined | null

    @IntColumn_({nullable: true})
    closedBlockNumber!: number | undefined | null

    @BigIntColumn_({nullable: false})
    plannedUsd!: bigint

    @BigIntColumn_({nullable: false})
    reachedUsd!: bigint

    @BigIntColumn_({nullable: false})
    releasedUsd!: bigint

    @BigIntColumn_({nullable: false})
    disbursed!: bigint

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
