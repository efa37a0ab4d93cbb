// OpenCircle: grants, their milestones and what was paid for them, and how all of them stand against the budget.

import { type GrantGroupRow, readGrantGroups } from '../../../database/reads/read-grants'
import { beyondUsd } from '../../../entities/funding/beyond-grant'
import { BUDGET_USD, isWithinTier, remainingUsd } from '../../../entities/funding/budget'
import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { withoutBytes } from '../../uri'
import { OnChain } from '../on-chain'

const GrantStatus = builder.enumType('GrantStatus', { values: ['OPEN', 'CLOSED'] as const })
const MilestoneStatus = builder.enumType('GrantMilestoneStatus', { values: ['SET', 'REACHED', 'PAID'] as const })
const Ground = builder.enumType('GrantDisbursementGround', {
  values: {
    REACHED: { description: 'Its milestone was reached.' },
    NOT_REACHED: { description: 'Its milestone was set, and not reached.' },
    PAID_BEFORE: { description: 'Its milestone had been paid for already.' },
    NO_MILESTONE: { description: 'Its milestone was never set.' },
  } as const,
})
const USD = 'USD, 6 decimals'

export const Grant = builder.drizzleNode('grant', {
  name: 'Grant',
  description: 'One grant of OpenCircle.',
  interfaces: [OnChain],
  id: { column: (grant) => grant.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    grantId: t.expose('grantId', { type: 'BigInt' }),
    recipient: t.relation('recipient'),
    tier: t.exposeString('tier', {
      description: 'EXPLORATION, BUILDING, EXPANSION, or the number on chain where it is none of these.',
    }),
    area: t.exposeString('area', {
      description:
        'DEFI_DEPIN, GAMING, WALLETS_AGENTS, HEALTH_FINANCE, or the number on chain where it is none of these.',
    }),
    isWithinTier: t.boolean({
      nullable: true,
      description: 'Whether the amount is one that its tier allows; null for a tier that is not known.',
      select: { columns: { tier: true, amountUsd: true } },
      resolve: ({ tier, amountUsd }) => isWithinTier(tier, BigInt(amountUsd)),
    }),
    amountUsd: t.expose('amountUsd', { type: 'BigInt', description: USD }),
    plannedUsd: t.expose('plannedUsd', { type: 'BigInt', description: `${USD}: the sum of its milestones.` }),
    reachedUsd: t.expose('reachedUsd', { type: 'BigInt', description: `${USD}: of the milestones that were reached.` }),
    plannedBeyondUsd: t.field({
      type: 'BigInt',
      description: `${USD}: by how much the sum of its milestones is above the grant.`,
      select: { columns: { amountUsd: true, plannedUsd: true } },
      resolve: ({ amountUsd, plannedUsd }) => beyondUsd(BigInt(amountUsd), BigInt(plannedUsd)),
    }),
    reachedBeyondUsd: t.field({
      type: 'BigInt',
      description: `${USD}: by how much the milestones that were reached are above the grant.`,
      select: { columns: { amountUsd: true, reachedUsd: true } },
      resolve: ({ amountUsd, reachedUsd }) => beyondUsd(BigInt(amountUsd), BigInt(reachedUsd)),
    }),
    releasedUsd: t.expose('releasedUsd', {
      type: 'BigInt',
      description: `${USD}: what it had not reached when it was closed; above 0 it was closed early.`,
    }),
    disbursed: t.expose('disbursed', { type: 'BigInt', description: 'wei' }),
    metadataUri: t.string({
      description: 'As on chain; a data: URI without its bytes.',
      select: { columns: { metadataUri: true } },
      resolve: (row) => withoutBytes(row.metadataUri),
    }),
    status: t.field({
      type: GrantStatus,
      select: { columns: { status: true } },
      resolve: ({ status }) => status as 'OPEN',
    }),
    closedReason: t.exposeString('closedReason', { nullable: true }),
    closedBlockNumber: t.exposeInt('closedBlockNumber', { nullable: true }),
    milestones: t.relatedConnection(
      'milestones',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      GrantMilestoneConnection,
    ),
    disbursements: t.relatedConnection(
      'disbursements',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      GrantDisbursementConnection,
    ),
  }),
})

export const GrantMilestone = builder.drizzleNode('grantMilestone', {
  name: 'GrantMilestone',
  description: 'One milestone of a grant; its position is where it was first set.',
  interfaces: [OnChain],
  id: { column: (milestone) => milestone.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    index: t.expose('index', { type: 'BigInt' }),
    title: t.exposeString('title'),
    amountUsd: t.expose('amountUsd', { type: 'BigInt', description: USD }),
    status: t.field({
      type: MilestoneStatus,
      select: { columns: { status: true } },
      resolve: ({ status }) => status as 'SET',
    }),
    evidenceUri: t.string({
      nullable: true,
      description: 'As on chain; a data: URI without its bytes.',
      select: { columns: { evidenceUri: true } },
      resolve: ({ evidenceUri }) => (evidenceUri === null ? null : withoutBytes(evidenceUri)),
    }),
    reachedBlockNumber: t.exposeInt('reachedBlockNumber', { nullable: true }),
    disbursed: t.expose('disbursed', { type: 'BigInt', description: 'wei' }),
    grant: t.relation('grant'),
  }),
})

export const GrantDisbursement = builder.drizzleNode('grantDisbursement', {
  name: 'GrantDisbursement',
  description: 'OPEN paid out for a milestone.',
  interfaces: [OnChain],
  id: { column: (payment) => payment.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    milestoneNumber: t.expose('milestoneNumber', { type: 'BigInt' }),
    ground: t.field({
      type: Ground,
      description: 'What its milestone was before the payment.',
      select: { columns: { ground: true } },
      resolve: ({ ground }) => ground as 'REACHED',
    }),
    milestone: t.relation('milestone', {
      nullable: true,
      description: 'Null where the chain names one that was never set.',
    }),
    recipient: t.relation('recipient'),
    grant: t.relation('grant'),
  }),
})

const GrantGroup = builder.objectRef<GrantGroupRow>('GrantGroup').implement({
  description: 'The grants of one tier in one area.',
  fields: (t) => ({
    tier: t.exposeString('tier'),
    area: t.exposeString('area'),
    grants: t.exposeInt('grants'),
    awardedUsd: t.expose('awardedUsd', { type: 'BigInt', description: USD }),
    committedUsd: t.expose('committedUsd', { type: 'BigInt', description: USD }),
    reachedUsd: t.expose('reachedUsd', { type: 'BigInt', description: USD }),
    disbursed: t.expose('disbursed', { type: 'BigInt', description: 'wei' }),
  }),
})

export const GrantProgram = builder.drizzleNode('grantProgram', {
  name: 'GrantProgram',
  description: 'All grants of a chain in sum, against the budget of OpenCircle.',
  interfaces: [OnChain],
  id: { column: (program) => program.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    grants: t.exposeInt('grants'),
    openGrants: t.exposeInt('openGrants'),
    budgetUsd: t.field({ type: 'BigInt', description: `${USD}: 25 million.`, resolve: () => BUDGET_USD }),
    awardedUsd: t.expose('awardedUsd', { type: 'BigInt', description: USD }),
    releasedUsd: t.expose('releasedUsd', { type: 'BigInt', description: `${USD}: what closed grants never reached.` }),
    committedUsd: t.expose('committedUsd', { type: 'BigInt', description: `${USD}: awarded less released.` }),
    remainingUsd: t.field({
      type: 'BigInt',
      description: `${USD}: budget less committed; below zero where more is committed than there is.`,
      select: { columns: { committedUsd: true } },
      resolve: ({ committedUsd }) => remainingUsd(BigInt(committedUsd)),
    }),
    reachedUsd: t.expose('reachedUsd', { type: 'BigInt', description: USD }),
    disbursed: t.expose('disbursed', { type: 'BigInt', description: 'wei' }),
    groups: t.field({
      type: [GrantGroup],
      description: 'By tier and area, only where there are any.',
      complexity: { field: 2, multiplier: 12 },
      select: { columns: { chainId: true } },
      resolve: ({ chainId }, _args, context) => readGrantGroups(context.database, chainId),
    }),
  }),
})

export const GrantConnection = createConnection('Grant', Grant)

export const GrantMilestoneConnection = createConnection('GrantMilestone', GrantMilestone)

export const GrantDisbursementConnection = createConnection('GrantDisbursement', GrantDisbursement)
