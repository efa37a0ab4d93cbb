import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Inference} from "./inference.model"

/**
 * What the chain says explains an inference. method: SUFFIX_ARRAY, INFLUENCE, RETRIEVAL, or the number where it is none of these.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class AttributionClaim {
    constructor(props?: Partial<AttributionClaim>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Inference, {nullable: true})
    inference!: Inference

    @StringColumn_({nullable: false})
    method!: string

    @StringColumn_({nullable: false})
    methodVersion!: string

    @StringColumn_({nullable: false})
    root!: string

    @BigIntColumn_({nullable: false})
    count!: bigint

    @BigIntColumn_({nullable: false})
    unattributedPpb!: bigint

    @StringColumn_({nullable: false})
    evidenceUri!: string

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
