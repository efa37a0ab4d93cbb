import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Inference} from "./inference.model"
import {Adapter} from "./adapter.model"

/**
 * One adapter that took part in an inference, as the chain says it. adapter is null where the chain names one that does not exist.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class AdapterUse {
    constructor(props?: Partial<AdapterUse>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Inference, {nullable: true})
    inference!: Inference

    @BigIntColumn_({nullable: false})
    adapterNumber!: bigint

    @Index_()
    @ManyToOne_(() => Adapter, {nullable: true})
    adapter!: Adapter | undefined | null

    @BigIntColumn_({nullable: false})
    weightPpm!: bigint

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
