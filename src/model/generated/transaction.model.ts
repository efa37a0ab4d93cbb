import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A transaction with an event of ours, or a user's deposit in a block with one; the system's deposits are none. kind: SIGNED, DEPOSIT. Addresses, not accounts: who only signs takes part in nothing. What the node omits of L1's part of the fee is null, and so is then fee, the whole of what its signer paid; amounts are wei.
 */
@Index_(["chainId", "timestamp"], {unique: false})
@Index_(["chainId", "blockNumber"], {unique: false})
@Entity_()
export class Transaction {
    constructor(props?: Partial<Transaction>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @StringColumn_({nullable: false})
    kind!: string

    @Index_()
    @StringColumn_({nullable: false})
    from!: string

    @StringColumn_({nullable: true})
    to!: string | undefined | null

    @BigIntColumn_({nullable: false})
    value!: bigint

    @BooleanColumn_({nullable: false})
    isSuccess!: boolean

    @BigIntColumn_({nullable: false})
    gasUsed!: bigint

    @BigIntColumn_({nullable: true})
    gasPrice!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    l1Fee!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    l1GasUsed!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    l1GasPrice!: bigint | undefined | null

    /**
     * A decimal fraction, as receipts before Ecotone have it.
     */
    @StringColumn_({nullable: true})
    l1FeeScalar!: string | undefined | null

    @BigIntColumn_({nullable: true})
    l1BlobBaseFee!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    operatorFee!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    fee!: bigint | undefined | null

    /**
     * Of deposits alone.
     */
    @BigIntColumn_({nullable: true})
    mint!: bigint | undefined | null

    @Index_()
    @StringColumn_({nullable: true})
    sourceHash!: string | undefined | null

    /**
     * Whether the coin's movements inside it were read; else only those at its top are known.
     */
    @BooleanColumn_({nullable: false})
    tracesAvailable!: boolean

    @IntColumn_({nullable: false})
    blockNumber!: number

    @StringColumn_({nullable: false})
    blockHash!: string

    @DateTimeColumn_({nullable: false})
    timestamp!: Date

    @Index_()
    @StringColumn_({nullable: false})
    transactionHash!: string

    @IntColumn_({nullable: false})
    transactionIndex!: number
}
