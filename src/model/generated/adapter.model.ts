import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Model} from "./model.model"
import {ModelVersion} from "./modelVersion.model"
import {Account} from "./account.model"

/**
 * A LoRA adapter of a model version. model and modelVersion are null where the chain names one that does not exist.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Adapter {
    constructor(props?: Partial<Adapter>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @BigIntColumn_({nullable: false})
    adapterId!: bigint

    @BigIntColumn_({nullable: false})
    modelNumber!: bigint

    @BigIntColumn_({nullable: false})
    versionNumber!: bigint

    @Index_()
    @ManyToOne_(() => Model, {nullable: true})
    model!: Model | undefined | null

    @Index_()
    @ManyToOne_(() => ModelVersion, {nullable: true})
    modelVersion!: ModelVersion | undefined | null

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    owner!: Account

    @BigIntColumn_({nullable: false})
    rank!: bigint

    @StringColumn_({nullable: false})
    weightsHash!: string

    @StringColumn_({nullable: false})
    uri!: string

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
