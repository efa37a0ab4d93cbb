import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, Index as Index_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * The L1 block that an L2 block follows from, and the fee parameters in force, as the system's deposit that opens the block says; id is the block's. format: BEDROCK, ECOTONE, ISTHMUS, JOVIAN; where it can't be read all of it is null, and problem says why. What a format does not have is null. Fees are wei.
 */
@Entity_()
export class L1Origin {
    constructor(props?: Partial<L1Origin>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @StringColumn_({nullable: true})
    format!: string | undefined | null

    @StringColumn_({nullable: true})
    problem!: string | undefined | null

    @Index_()
    @BigIntColumn_({nullable: true})
    l1Number!: bigint | undefined | null

    @StringColumn_({nullable: true})
    l1Hash!: string | undefined | null

    @DateTimeColumn_({nullable: true})
    l1Timestamp!: Date | undefined | null

    /**
     * How many L2 blocks have followed from it before.
     */
    @BigIntColumn_({nullable: true})
    sequenceNumber!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    baseFee!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    blobBaseFee!: bigint | undefined | null

    @StringColumn_({nullable: true})
    batcherHash!: string | undefined | null

    @BigIntColumn_({nullable: true})
    l1FeeOverhead!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    l1FeeScalar!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    baseFeeScalar!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    blobBaseFeeScalar!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    operatorFeeScalar!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    operatorFeeConstant!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    daFootprintGasScalar!: bigint | undefined | null

    @IntColumn_({nullable: false})
    blockNumber!: number

    @Index_()
    @StringColumn_({nullable: false})
    blockHash!: string

    @DateTimeColumn_({nullable: false})
    timestamp!: Date

    @StringColumn_({nullable: false})
    transactionHash!: string
}
