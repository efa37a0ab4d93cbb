import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * An operation of the timelock. status: SCHEDULED, EXECUTED, CANCELLED. It is executed when all of its calls are; from readyAt on it can be.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class TimelockOperation {
    constructor(props?: Partial<TimelockOperation>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @StringColumn_({nullable: false})
    operationId!: string

    @StringColumn_({nullable: false})
    timelock!: string

    @StringColumn_({nullable: false})
    status!: string

    @StringColumn_({nullable: false})
    predecessor!: string

    @StringColumn_({nullable: true})
    salt!: string | undefined | null

    @BigIntColumn_({nullable: false})
    delaySeconds!: bigint

    @DateTimeColumn_({nullable: false})
    readyAt!: Date

    @IntColumn_({nullable: false})
    scheduledCalls!: number

    @IntColumn_({nullable: false})
    executedCalls!: number

    @IntColumn_({nullable: true})
    endedBlockNumber!: number | undefined | null

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
