import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, BooleanColumn as BooleanColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * What stakes can be made under; the terms are the newest, and null where neither a direct call nor the contract's state said them. interestRate is a yearly WAD, durations are seconds (0: none).
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class StakingConfig {
    constructor(props?: Partial<StakingConfig>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @BigIntColumn_({nullable: false})
    configId!: bigint

    @StringColumn_({nullable: true})
    bank!: string | undefined | null

    @StringColumn_({nullable: true})
    manager!: string | undefined | null

    @StringColumn_({nullable: true})
    token!: string | undefined | null

    @BigIntColumn_({nullable: true})
    interestRate!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    stakeDuration!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    cooldownDuration!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    maxStake!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    minStake!: bigint | undefined | null

    @BooleanColumn_({nullable: true})
    isActive!: boolean | undefined | null

    @BooleanColumn_({nullable: true})
    isTopupEnabled!: boolean | undefined | null

    @BooleanColumn_({nullable: true})
    isPublic!: boolean | undefined | null

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
