// Money that followed: accruals, and stakes.
import { builder } from '../builder'
import { createConnection } from '../connection'
import { positionColumns } from '../page'
import { OnChain } from './on-chain'

export const Reward = builder.drizzleNode('reward', {
  name: 'Reward',
  description: 'One accrual from the fee of an inference.',
  interfaces: [OnChain],
  id: { column: (reward) => reward.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    role: t.exposeString('role', {
      description:
        'PLATFORM, MODEL, STAKER, CONTRIBUTOR, COMPUTE, REMAINDER, or the number on chain where it is none of these.',
    }),
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    datanetNumber: t.expose('datanetNumber', { type: 'BigInt' }),
    datanet: t.relation('datanet', { nullable: true, description: 'Null where the accrual is for no Datanet.' }),
    recipient: t.relation('recipient'),
    inference: t.relation('inference'),
  }),
})

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
      description: 'Null where the stake was not made by a direct call.',
    }),
    amount: t.expose('amount', {
      type: 'BigInt',
      nullable: true,
      description: 'wei. Null where a commitment was not made by a direct call.',
    }),
    toppedUp: t.expose('toppedUp', { type: 'BigInt', description: 'wei' }),
    status: t.field({
      type: StakeStatus,
      select: { columns: { status: true } },
      resolve: ({ status }) => status as 'ACTIVE',
    }),
    unstakeRequestedAt: t.expose('unstakeRequestedAt', { type: 'DateTime', nullable: true }),
    unstakedAt: t.expose('unstakedAt', { type: 'DateTime', nullable: true }),
    amountReturned: t.expose('amountReturned', { type: 'BigInt', nullable: true, description: 'wei' }),
    commitment: t.exposeString('commitment', {
      nullable: true,
      description: '0x-hex: what hid the recipient at first.',
    }),
    recipient: t.relation('recipient', { nullable: true, description: 'Null while a commitment hides it.' }),
  }),
})

export const RewardConnection = createConnection('Reward', Reward)

export const StakeConnection = createConnection('Stake', Stake)
