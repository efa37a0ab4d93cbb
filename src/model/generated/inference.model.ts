import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, ManyToOne as ManyToOne_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Model} from "./model.model"
import {ModelVersion} from "./modelVersion.model"
import {Account} from "./account.model"
import {Agent} from "./agent.model"

/**
 * One paid call of a model. modelVersionStatus: RECORDED, PUBLISHED or DEPRECATED, as it was when the inference was made; null where there is no such version. agentState: ACTIVE, RETIRED or UNKNOWN, as its agent was then; null where none is named.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Index_(["modelVersion", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Inference {
    constructor(props?: Partial<Inference>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @StringColumn_({nullable: false})
    inferenceId!: string

    @BigIntColumn_({nullable: false})
    modelNumber!: bigint

    @BigIntColumn_({nullable: false})
    versionNumber!: bigint

    @Index_()
    @ManyToOne_(() => Model, {nullable: true})
    model!: Model | undefined | null

    @ManyToOne_(() => ModelVersion, {nullable: true})
    modelVersion!: ModelVersion | undefined | null

    @StringColumn_({nullable: true})
    modelVersionStatus!: string | undefined | null

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    caller!: Account

    @BigIntColumn_({nullable: false})
    agentNumber!: bigint

    @Index_()
    @ManyToOne_(() => Agent, {nullable: true})
    agent!: Agent | undefined | null

    @StringColumn_({nullable: true})
    agentState!: string | undefined | null

    @StringColumn_({nullable: false})
    inputHash!: string

    @StringColumn_({nullable: false})
    outputHash!: string

    @StringColumn_({nullable: false})
    contentUri!: string

    @BigIntColumn_({nullable: false})
    tokensIn!: bigint

    @BigIntColumn_({nullable: false})
    tokensOut!: bigint

    @BigIntColumn_({nullable: false})
    fee!: bigint

    @StringColumn_({nullable: false})
    host!: string

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
