import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"

/**
 * A block in which an event of ours stands.
 */
@Index_(["chainId", "number"], {unique: false})
@Entity_()
export class Block {
    constructor(props?: Partial<Block>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @IntColumn_({nullable: false})
    number!: number

    @Index_()
    @StringColumn_({nullable: false})
    hash!: string

    /**
     * null where history was read without headers (checks: fast).
     */
    @StringColumn_({nullable: true})
    parentHash!: string | undefined | null

    @DateTimeColumn_({nullable: false})
    timestamp!: Date

    /**
     * This and baseFee (wei) are null where transactions are not read (transactions: needed).
     */
    @BigIntColumn_({nullable: true})
    gasUsed!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    baseFee!: bigint | undefined | null
}
