import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BooleanColumn as BooleanColumn_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * Allotments of the airdrop under one root. isEnabled and fee are null until they are said; paid is wei.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class AirdropBatch {
    constructor(props?: Partial<AirdropBatch>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @StringColumn_({nullable: false})
    root!: string

    @StringColumn_({nullable: false})
    contract!: string

    @BooleanColumn_({nullable: true})
    isEnabled!: boolean | undefined | null

    @BigIntColumn_({nullable: true})
    fee!: bigint | undefined | null

    @IntColumn_({nullable: false})
    payoutCount!: number

    @BigIntColumn_({nullable: false})
    paid!: bigint

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
