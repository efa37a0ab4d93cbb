// An address that took part: as contributor, owner, reviewer, caller, staker.
import { builder } from '../builder'
import { createConnection } from '../connection'
import { newestFirst, pageCost, positionColumns } from '../page'
import { ContributionConnection } from './contribution'
import { DatanetConnection } from './datanet'
import { InferenceConnection } from './inference'
import { ModelConnection } from './model'
import { OnChain } from './on-chain'
import { RewardConnection, StakeConnection } from './reward'

export const Account = builder.drizzleNode('account', {
  name: 'Account',
  description: 'An address that took part; its position is where it was first seen.',
  interfaces: [OnChain],
  id: { column: (account) => account.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    address: t.expose('address', { type: 'Bytes' }),
    rewardsAccrued: t.expose('rewardsAccrued', { type: 'BigInt', description: 'wei' }),
    rewardsWithdrawn: t.expose('rewardsWithdrawn', { type: 'BigInt', description: 'wei' }),
    contributions: t.relatedConnection(
      'contributions',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      ContributionConnection,
    ),
    datanets: t.relatedConnection(
      'datanets',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      DatanetConnection,
    ),
    models: t.relatedConnection(
      'models',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      ModelConnection,
    ),
    inferences: t.relatedConnection(
      'inferences',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      InferenceConnection,
    ),
    rewards: t.relatedConnection(
      'rewards',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      RewardConnection,
    ),
    stakes: t.relatedConnection(
      'stakes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      StakeConnection,
    ),
  }),
})

export const AccountConnection = createConnection('Account', Account)
