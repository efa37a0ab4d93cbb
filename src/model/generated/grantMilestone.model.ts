import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Grant} from "./grant.model"

/**
 * One milestone of a grant; position is where it was first set. status: SET, REACHED, PAID.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class GrantMilestone {
    constructor(props?: Partial<GrantMilestone>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Grant, {nullable: true})
    grant!: Grant

    @BigIntColumn_({nullable: false})
    index!: bigint

    @StringColumn_({nullable: false})
    title!: string

    @BigIntColumn_({nullable: false})
    amountUsd!: bigint

    @StringColumn_({nullable: false})
    status!: string

    @StringColumn_({nullable: true})
    evidenceUri!: string | undefined | null

    @IntColumn_({nullable: true})
    reachedBlockNumber!: number | undefined | null

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
