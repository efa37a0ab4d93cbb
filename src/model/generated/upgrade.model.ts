import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Proxy} from "./proxy.model"

/**
 * One change of a proxy. part: IMPLEMENTATION, ADMIN, BEACON. previous is null before the first that is known.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class Upgrade {
    constructor(props?: Partial<Upgrade>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Proxy, {nullable: true})
    proxy!: Proxy

    @StringColumn_({nullable: false})
    part!: string

    @StringColumn_({nullable: true})
    previous!: string | undefined | null

    @StringColumn_({nullable: false})
    current!: string

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
