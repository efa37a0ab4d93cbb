import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, ManyToOne as ManyToOne_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * One proposal. status is the last that an event said: CREATED, QUEUED, EXECUTED, CANCELED; the state at a moment follows from it, the votes and the clock. voteStart, voteEnd and etaSeconds are seconds since 1970. operation is the id that the row of its timelock operation has, if it comes that far.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Proposal {
    constructor(props?: Partial<Proposal>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @BigIntColumn_({nullable: false})
    proposalId!: bigint

    @StringColumn_({nullable: false})
    governor!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    proposer!: Account

    @StringColumn_({nullable: false})
    description!: string

    @BigIntColumn_({nullable: false})
    voteStart!: bigint

    @BigIntColumn_({nullable: false})
    voteEnd!: bigint

    @Index_()
    @StringColumn_({nullable: false})
    operation!: string

    @StringColumn_({nullable: false})
    status!: string

    @BigIntColumn_({nullable: true})
    etaSeconds!: bigint | undefined | null

    @IntColumn_({nullable: true})
    queuedBlockNumber!: number | undefined | null

    @IntColumn_({nullable: true})
    endedBlockNumber!: number | undefined | null

    @BigIntColumn_({nullable: false})
    votesFor!: bigint

    @BigIntColumn_({nullable: false})
    votesAgainst!: bigint

    @BigIntColumn_({nullable: false})
    votesAbstain!: bigint

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
