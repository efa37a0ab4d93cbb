// Stakes and the terms they are under.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { valueOfStake } from '../../facts/stake-value'
import { OnChain } from '../on-chain'

const StakeStatus = builder.enumType('StakeStatus', { values: ['ACTIVE', 'UNSTAKING', 'UNSTAKED'] as const })

export const Stake = builder.drizzleNode('stake', {
  name: 'Stake',
  description: 'One stake, from the moment it was made until it was returned.',
  interfaces: [OnChain],
  id: { column: (stake) => stake.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    stakingId: t.expose('stakingId', { type: 'BigInt' }),
    configId: t.expose('configId', {
      type: 'BigInt',
      nullable: true,
      description: 'Null where neither a direct call nor the contract’s state says it.',
    }),
    amount: t.expose('amount', {
      type: 'BigInt',
      nullable: true,
      description: 'wei. Null for a commitment where neither a direct call nor the contract’s state says it.',
    }),
    toppedUp: t.expose('toppedUp', { type: 'BigInt', description: 'wei' }),
    principal: t.expose('principal', {
      type: 'BigInt',
      nullable: true,
      description: 'wei: what interest is reckoned on; a top-up compounds it. Null where the chain does not show it.',
    }),
    value: t.field({
      type: 'BigInt',
      nullable: true,
      complexity: 3,
      description:
        'wei: principal with interest as the contract reckons it, at this moment, as of this block, or of the newest. 0 once it was unstaked; null before it was made, and where the chain does not show what it depends on.',
      args: {
        at: t.arg({ type: 'DateTime', description: 'The time of a block.' }),
        block: t.arg.int({
          description:
            'One that left rows, or the second of which follows from those around it; null else: ask by time.',
        }),
      },
      select: { columns: { id: true, chainId: true } },
      resolve: (stake, when, context) => valueOfStake(context, stake, when),
    }),
    accruingSince: t.expose('accruingSince', { type: 'DateTime' }),
    status: t.field({
      type: StakeStatus,
      select: { columns: { status: true } },
      resolve: ({ status }) => status as 'ACTIVE',
    }),
    unstakeRequestedAt: t.expose('unstakeRequestedAt', { type: 'DateTime', nullable: true }),
    unstakedAt: t.expose('unstakedAt', { type: 'DateTime', nullable: true }),
    amountDue: t.expose('amountDue', {
      type: 'BigInt',
      nullable: true,
      description: 'wei: what it was worth when it was unstaked, by our reckoning.',
    }),
    amountReturned: t.expose('amountReturned', { type: 'BigInt', nullable: true, description: 'wei' }),
    commitment: t.exposeString('commitment', {
      nullable: true,
      description: '0x-hex: what hid the recipient at first.',
    }),
    recipient: t.relation('recipient', { nullable: true, description: 'Null while a commitment hides it.' }),
  }),
})

export const StakingTerms = builder.drizzleNode('stakingTerms', {
  name: 'StakingTerms',
  description:
    'The terms of a staking config from this position on; null where neither a direct call nor the contract’s state says them.',
  interfaces: [OnChain],
  id: { column: (terms) => terms.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    bank: t.expose('bank', { type: 'Bytes', nullable: true }),
    manager: t.expose('manager', { type: 'Bytes', nullable: true }),
    token: t.expose('token', { type: 'Bytes', nullable: true }),
    interestRate: t.expose('interestRate', {
      type: 'BigInt',
      nullable: true,
      description: 'A year, continuously compounded, times 10^18.',
    }),
    stakeDuration: t.expose('stakeDuration', { type: 'BigInt', nullable: true, description: 'Seconds; 0 never ends.' }),
    cooldownDuration: t.expose('cooldownDuration', { type: 'BigInt', nullable: true, description: 'Seconds.' }),
    maxStake: t.expose('maxStake', { type: 'BigInt', nullable: true, description: 'wei' }),
    minStake: t.expose('minStake', { type: 'BigInt', nullable: true, description: 'wei' }),
    isActive: t.exposeBoolean('isActive', { nullable: true }),
    isTopupEnabled: t.exposeBoolean('isTopupEnabled', { nullable: true }),
    isPublic: t.exposeBoolean('isPublic', { nullable: true }),
  }),
})

export const StakingTermsConnection = createConnection('StakingTerms', StakingTerms)

export const StakingConfig = builder.drizzleNode('stakingConfig', {
  name: 'StakingConfig',
  description: 'What stakes can be made under.',
  interfaces: [OnChain],
  id: { column: (config) => config.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    configId: t.expose('configId', { type: 'BigInt' }),
    terms: t.relatedConnection(
      'terms',
      {
        totalCount: true,
        complexity: pageCost,
        query: newestFirst,
        description: 'Newest first: the first is in force.',
      },
      StakingTermsConnection,
    ),
  }),
})

export const StakeConnection = createConnection('Stake', Stake)

export const StakingConfigConnection = createConnection('StakingConfig', StakingConfig)
