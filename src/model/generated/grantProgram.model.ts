import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * All grants of a chain in sum. committedUsd is what is awarded less what closed grants never reached (releasedUsd); disbursed is wei. USD have 6 decimals.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class GrantProgram {
    constructor(props?: Partial<GrantProgram>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @IntColumn_({nullable: false})
    grants!: number

    @IntColumn_({nullable: false})
    openGrants!: number

    @BigIntColumn_({nullable: false})
    awardedUsd!: bigint

    @BigIntColumn_({nullable: false})
    reachedUsd!: bigint

    @BigIntColumn_({nullable: false})
    releasedUsd!: bigint

    @BigIntColumn_({nullable: false})
    committedUsd!: bigint

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
