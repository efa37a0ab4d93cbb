import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Inference} from "./inference.model"

/**
 * How one fee was split. difference = fee - the sum of the parts, which is 0 where the chain conserves it.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class FeeSplit {
    constructor(props?: Partial<FeeSplit>) {
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
    fee!: bigint

    @BigIntColumn_({nullable: false})
    platform!: bigint

    @BigIntColumn_({nullable: false})
    model!: bigint

    @BigIntColumn_({nullable: false})
    compute!: bigint

    @BigIntColumn_({nullable: false})
    stakers!: bigint

    @BigIntColumn_({nullable: false})
    contributors!: bigint

    @BigIntColumn_({nullable: false})
    difference!: bigint

    @StringColumn_({nullable: false})
    method!: string

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
