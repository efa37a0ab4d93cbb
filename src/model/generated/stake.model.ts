import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * One stake. status: ACTIVE, UNSTAKING, UNSTAKED. recipient is null while a commitment hides it. configId, and the amount behind a commitment, are null where neither a direct call nor the contract's state said them. Interest is reckoned on principal, which a top-up compounds, from accruingSince; principal and amountDue (what it was worth when it was unstaked) are null where something they depend on is. amountReturned is what left the bank for the recipient in the transaction that unstaked it.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Stake {
    constructor(props?: Partial<Stake>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @BigIntColumn_({nullable: false})
    stakingId!: bigint

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    recipient!: Account | undefined | null

    @StringColumn_({nullable: true})
    commitment!: string | undefined | null

    @BigIntColumn_({nullable: true})
    configId!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    amount!: bigint | undefined | null

    @BigIntColumn_({nullable: false})
    toppedUp!: bigint

    @BigIntColumn_({nullable: true})
    principal!: bigint | undefined | null

    @DateTimeColumn_({nullable: false})
    accruingSince!: Date

    @StringColumn_({nullable: false})
    status!: string

    @DateTimeColumn_({nullable: true})
    unstakeRequestedAt!: Date | undefined | null

    @DateTimeColumn_({nullable: true})
    unstakedAt!: Date | undefined | null

    @BigIntColumn_({nullable: true})
    amountDue!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    amountReturned!: bigint | undefined | null

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
