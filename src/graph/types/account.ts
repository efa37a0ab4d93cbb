// An address that took part: as contributor, owner, reviewer, caller, staker.
import { builder } from '../builder'
import { newestFirst, pageCost, positionColumns } from '../page'
import { OnChain } from './on-chain'

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
    contributions: t.relatedConnection('contributions', { totalCount: true, complexity: pageCost, query: newestFirst }),
    datanets: t.relatedConnection('datanets', { totalCount: true, complexity: pageCost, query: newestFirst }),
    models: t.relatedConnection('models', { totalCount: true, complexity: pageCost, query: newestFirst }),
    inferences: t.relatedConnection('inferences', { totalCount: true, complexity: pageCost, query: newestFirst }),
    rewards: t.relatedConnection('rewards', { totalCount: true, complexity: pageCost, query: newestFirst }),
    stakes: t.relatedConnection('stakes', { totalCount: true, complexity: pageCost, query: newestFirst }),
  }),
})
