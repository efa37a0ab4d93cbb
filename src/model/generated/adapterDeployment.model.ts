import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Adapter} from "./adapter.model"
import {Host} from "./host.model"

/**
 * One adapter on one host; position is its newest deployment there. status: DEPLOYED, RETIRED. The retirement of a host ends the service of all that is on it without changing these rows.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class AdapterDeployment {
    constructor(props?: Partial<AdapterDeployment>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Adapter, {nullable: true})
    adapter!: Adapter

    @Index_()
    @ManyToOne_(() => Host, {nullable: true})
    host!: Host

    @StringColumn_({nullable: false})
    status!: string

    @IntColumn_({nullable: true})
    retiredBlockNumber!: number | undefined | null

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
