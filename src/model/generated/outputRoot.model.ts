import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A root of the L2's state that L1 was told of. gameType and game are null where the oracle says it, outputIndex where a dispute game does; l2BlockNumber is null where a game was not made by a direct call.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class OutputRoot {
    constructor(props?: Partial<OutputRoot>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @StringColumn_({nullable: false})
    root!: string

    @BigIntColumn_({nullable: true})
    gameType!: bigint | undefined | null

    @StringColumn_({nullable: true})
    game!: string | undefined | null

    @BigIntColumn_({nullable: true})
    outputIndex!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    l2BlockNumber!: bigint | undefined | null

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
