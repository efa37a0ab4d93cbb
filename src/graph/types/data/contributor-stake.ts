// What contributors have at stake in Datanets, and what was taken of it.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

export const ContributorStake = builder.drizzleNode('contributorStake', {
  name: 'ContributorStake',
  description: 'What one contributor has at stake in one Datanet; its position is where it was first heard of.',
  interfaces: [OnChain],
  id: { column: (stake) => stake.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    deposited: t.expose('deposited', { type: 'BigInt', description: 'wei' }),
    withdrawn: t.expose('withdrawn', { type: 'BigInt', description: 'wei' }),
    slashed: t.expose('slashed', { type: 'BigInt', description: 'wei' }),
    balance: t.expose('balance', { type: 'BigInt', description: 'wei: deposited - withdrawn - slashed.' }),
    penaltyScorePpm: t.expose('penaltyScorePpm', {
      type: 'BigInt',
      nullable: true,
      description: "The owner's mark; null until it was set.",
    }),
    datanet: t.relation('datanet'),
    contributor: t.relation('contributor'),
  }),
})

export const Slash = builder.drizzleNode('slash', {
  name: 'Slash',
  description: 'Stake taken from a contributor for one contribution.',
  interfaces: [OnChain],
  id: { column: (slash) => slash.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    reason: t.exposeString('reason', {
      description: 'BIASED, REDUNDANT, ADVERSARIAL, or the number on chain where it is none of these.',
    }),
    contributionNumber: t.expose('contributionNumber', { type: 'BigInt' }),
    contribution: t.relation('contribution', {
      nullable: true,
      description: 'Null where the chain names a contribution that does not exist.',
    }),
    datanet: t.relation('datanet'),
    contributor: t.relation('contributor'),
  }),
})

export const ContributorStakeConnection = createConnection('ContributorStake', ContributorStake)

export const SlashConnection = createConnection('Slash', Slash)
