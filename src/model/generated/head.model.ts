import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"

/**
 * The newest block whose effects are in the database: the cursor, one row a chain.
 */
@Entity_()
export class Head {
    constructor(props?: Partial<Head>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @IntColumn_({nullable: false})
    number!: number

    @StringColumn_({nullable: false})
    hash!: string

    @StringColumn_({nullable: false})
    parentHash!: string

    @DateTimeColumn_({nullable: false})
    timestamp!: Date

    /**
     * Names of the contracts that the address book knew: what they did not say did not happen, what others said is not known.
     */
    @StringColumn_({array: true, nullable: false})
    contracts!: (string)[]
}
