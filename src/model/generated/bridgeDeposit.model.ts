import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * OPEN sent from L1 to the L2, as L1 says it. sourceHash and l2TransactionHash are those of the transaction that it becomes there, worked out from the log.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class BridgeDeposit {
    constructor(props?: Partial<BridgeDeposit>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @StringColumn_({nullable: false})
    contract!: string

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    from!: Account

    @StringColumn_({nullable: false})
    to!: string

    @BigIntColumn_({nullable: false})
    mint!: bigint

    @BigIntColumn_({nullable: false})
    value!: bigint

    @BigIntColumn_({nullable: false})
    gasLimit!: bigint

    @BooleanColumn_({nullable: false})
    isCreation!: boolean

    @StringColumn_({nullable: false})
    data!: string

    @Index_()
    @StringColumn_({nullable: false})
    sourceHash!: string

    @Index_()
    @StringColumn_({nullable: false})
    l2TransactionHash!: string

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
