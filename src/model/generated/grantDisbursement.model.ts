import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, StringColumn as StringColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Grant} from "./grant.model"
import {GrantMilestone} from "./grantMilestone.model"
import {Account} from "./account.model"

/**
 * OPEN paid out for a milestone. milestone is null where the chain names one that was never set. ground is what the milestone was before: REACHED, NOT_REACHED, PAID_BEFORE, NO_MILESTONE.
 */
@Index_(["chainId", "blockNumber", "logIndex"], {unique: false})
@Entity_()
export class GrantDisbursement {
    constructor(props?: Partial<GrantDisbursement>) {
        Object.assign(this, props)
    }

    @PrimaryColumn_()
    id!: string

    @IntColumn_({nullable: false})
    chainId!: number

    @Index_()
    @ManyToOne_(() => Grant, {nullable: true})
    grant!: Grant

    @BigIntColumn_({nullable: false})
    milestoneNumber!: bigint

    @Index_()
    @ManyToOne_(() => GrantMilestone, {nullable: true})
    milestone!: GrantMilestone | undefined | null

    @Index_()
    @ManyToOne_(() => Account, {nullable: true})
    recipient!: Account

    @BigIntColumn_({nullable: false})
    amount!: bigint

    @StringColumn_({nullable: false})
    ground!: string

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
