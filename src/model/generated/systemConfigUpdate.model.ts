import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A setting that L1 gives the L2. setting: BATCHER, FEE_SCALARS, GAS_LIMIT, UNSAFE_BLOCK_SIGNER, EIP_1559_PARAMS, OPERATOR_FEE_PARAMS, MIN_BASE_FEE, DA_FOOTPRINT_GAS_SCALAR, or the number on chain; data as it encodes them.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class SystemConfigUpdate {
    constructor(props?: Partial<SystemConfigUpdate>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @StringColumn_({nullable: false})
    contract!: string

    @BigIntColumn_({nullable: false})
    version!: bigint

    @StringColumn_({nullable: false})
    setting!: string

    @StringColumn_({nullable: false})
    data!: string

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
