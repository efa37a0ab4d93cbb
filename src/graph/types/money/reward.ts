// Money that followed: accruals, what of them was paid out, and who gets what is left over.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

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

export const RewardWithdrawal = builder.drizzleNode('rewardWithdrawal', {
  name: 'RewardWithdrawal',
  description: 'Rewards that were paid out.',
  interfaces: [OnChain],
  id: { column: (withdrawal) => withdrawal.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    recipient: t.relation('recipient'),
  }),
})

export const RemainderRecipient = builder.drizzleNode('remainderRecipient', {
  name: 'RemainderRecipient',
  description: 'Who gets, from this position on, what the shares of a claim leave over.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({ recipient: t.relation('recipient') }),
})

export const RewardConnection = createConnection('Reward', Reward)

export const RewardWithdrawalConnection = createConnection('RewardWithdrawal', RewardWithdrawal)

export const RemainderRecipientConnection = createConnection('RemainderRecipient', RemainderRecipient)
