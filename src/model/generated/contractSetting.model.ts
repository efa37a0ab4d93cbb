import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A setting of either end of the OFT from this position on. setting: OWNER, PEER, ENFORCED_OPTION, MESSAGE_INSPECTOR, PRE_CRIME. eid and messageType are null where it holds for all; previous is null where the event does not say it; value is hex.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class ContractSetting {
    constructor(props?: Partial<ContractSetting>) {
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

    @BigIntColumn_({nullable: true})
    eid!: bigint | undefined | null

    @BigIntColumn_({nullable: true})
    messageType!: bigint | undefined | null

    @StringColumn_({nullable: true})
    previous!: string | undefined | null

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
