import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {ModelVersion} from "./modelVersion.model"
import {DatanetVersion} from "./datanetVersion.model"

/**
 * One Datanet version that a model version was trained on. datanetVersion is null where the chain names one that does not exist.
 */
@Entity_()
export class TrainingData {
    constructor(props?: Partial<TrainingData>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => ModelVersion, {nullable: true})
    modelVersion!: ModelVersion

    @BigIntColumn_({nullable: false})
    datanetNumber!: bigint

    @BigIntColumn_({nullable: false})
    datanetVersionNumber!: bigint

    @Index_()
    @ManyToOne_(() => DatanetVersion, {nullable: true})
    datanetVersion!: DatanetVersion | undefined | null

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
