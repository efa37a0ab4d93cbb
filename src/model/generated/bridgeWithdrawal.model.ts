import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Account} from "./account.model"

/**
 * OPEN that leaves the L2, as the L2 says it; withdrawalHash is what L1 knows it by.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class BridgeWithdrawal {
    constructor(props?: Partial<BridgeWithdrawal>) {
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
    sender!: Account

    @StringColumn_({nullable: false})
    target!: string

    @BigIntColumn_({nullable: false})
    nonce!: bigint

    @BigIntColumn_({nullable: false})
    value!: bigint

    @BigIntColumn_({nullable: false})
    gasLimit!: bigint

    @StringColumn_({nullable: false})
    data!: string

    @Index_()
    @StringColumn_({nullable: false})
    withdrawalHash!: string

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
