import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * Where the airdrop pays from. setting: VAULT, TOKEN.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class AirdropSetting {
    constructor(props?: Partial<AirdropSetting>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: false})
    setting!: string

    @StringColumn_({nullable: false})
    value!: string

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
