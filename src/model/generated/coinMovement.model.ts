import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, StringColumn as StringColumn_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * A movement of the native coin that can be known. kind: MINT (a deposit's), VALUE (passed on at the top of a transaction), INTERNAL (inside it, by its trace), UNWRAP (paid out by the token that said so, where there is no trace), FEE (to nobody). from is null for what comes into being, to for what ends. isWhole is false for a fee of which the node omits L1's part.
 */
@Index_(["chainId", "blockNumber"], {unique: false})
@Entity_()
export class CoinMovement {
    constructor(props?: Partial<CoinMovement>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @StringColumn_({nullable: false})
    kind!: string

    @Index_()
    @StringColumn_({nullable: true})
    from!: string | undefined | null

    @Index_()
    @StringColumn_({nullable: true})
    to!: string | undefined | null

    @BigIntColumn_({nullable: false})
    amount!: bigint

    @BooleanColumn_({nullable: false})
    isWhole!: boolean

    @IntColumn_({nullable: false})
    ordinal!: number

    @IntColumn_({nullable: false})
    blockNumber!: number

    @StringColumn_({nullable: false})
    blockHash!: string

    @DateTimeColumn_({nullable: false})
    timestamp!: Date

    @Index_()
    @StringColumn_({nullable: false})
    transactionHash!: string

    @IntColumn_({nullable: false})
    transactionIndex!: number
}
