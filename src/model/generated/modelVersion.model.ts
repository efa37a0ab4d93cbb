import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, OneToMany as OneToMany_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Model} from "./model.model"
import {Account} from "./account.model"
import {TrainingData} from "./trainingData.model"

/**
 * One training run. trainingMethod: FULL, LORA, QLORA, RAG_INDEX, or the number where it is none of these.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class ModelVersion {
    constructor(props?: Partial<ModelVersion>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Model, {nullable: true})
    model!: Model

    @BigIntColumn_({nullable: false})
    version!: bigint

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    trainer!: Account

    @StringColumn_({nullable: false})
    trainingMethod!: string

    @StringColumn_({nullable: false})
    configHash!: string

    @StringColumn_({nullable: false})
    weightsHash!: string

    @StringColumn_({nullable: false})
    gradientsHash!: string

    @StringColumn_({nullable: false})
    artifactsUri!: string

    @BigIntColumn_({nullable: true})
    publishedInputRatePer1k!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    publishedOutputRatePer1k!: bigint | undefined | null

    @StringColumn_({nullable: true})
    deprecatedReason!: string | undefined | null

    @OneToMany_(() => TrainingData, e => e.modelVersion)
    trainingData!: TrainingData[]

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
