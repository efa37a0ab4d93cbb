// An address that took part: as contributor, owner, reviewer, caller, staker.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { ContributionConnection } from '../data/contribution'
import { ContributorStakeConnection, SlashConnection } from '../data/contributor-stake'
import { DatanetConnection } from '../data/datanet'
import { DisputeConnection } from '../inference/dispute'
import { InferenceConnection } from '../inference/inference'
import { ModelConnection } from '../inference/model'
import { AgentConnection } from '../institutions/agent'
import { GrantConnection } from '../institutions/grant'
import { VoteConnection } from '../institutions/proposal'
import { DelegationConnection, VotesChangeConnection } from '../institutions/votes'
import { OnChain } from '../on-chain'
import { RewardConnection, RewardWithdrawalConnection } from './reward'
import { StakeConnection } from './stake'
import { TokenBalanceConnection } from './token'

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
    rewardWithdrawals: t.relatedConnection(
      'rewardWithdrawals',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      RewardWithdrawalConnection,
    ),
    tokenBalances: t.relatedConnection(
      'tokenBalances',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      TokenBalanceConnection,
    ),
    delegations: t.relatedConnection(
      'delegations',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      DelegationConnection,
    ),
    votesChanges: t.relatedConnection(
      'votesChanges',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      VotesChangeConnection,
    ),
    contributorStakes: t.relatedConnection(
      'contributorStakes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      ContributorStakeConnection,
    ),
    slashes: t.relatedConnection(
      'slashes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      SlashConnection,
    ),
    disputes: t.relatedConnection(
      'disputes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      DisputeConnection,
    ),
    stakes: t.relatedConnection(
      'stakes',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      StakeConnection,
    ),
    agents: t.relatedConnection(
      'agents',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      AgentConnection,
    ),
    votes: t.relatedConnection('votes', { totalCount: true, complexity: pageCost, query: newestFirst }, VoteConnection),
    grants: t.relatedConnection(
      'grants',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      GrantConnection,
    ),
    studioAccount: t.relation('studioAccount', {
      nullable: true,
      description: 'Its studio credits, if it ever had any.',
    }),
  }),
})

export const AccountConnection = createConnection('Account', Account)
