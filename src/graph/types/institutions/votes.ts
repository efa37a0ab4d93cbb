// Who votes in whose place, and with how many votes, at every moment.

import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

export const Delegation = builder.drizzleNode('delegation', {
  name: 'Delegation',
  description: 'Whom a holder lets vote in his place from here on.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    token: t.relation('token'),
    delegator: t.relation('delegator'),
    from: t.relation('from', { nullable: true, description: 'Null: nobody before.' }),
    to: t.relation('to', { nullable: true, description: 'Null: nobody any more.' }),
  }),
})

export const DelegationConnection = createConnection('Delegation', Delegation)

export const VotesChange = builder.drizzleNode('votesChange', {
  name: 'VotesChange',
  description: 'How many votes a delegate has from here on.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    previousVotes: t.expose('previousVotes', { type: 'BigInt' }),
    votes: t.expose('votes', { type: 'BigInt', description: 'One for each wei delegated.' }),
    token: t.relation('token'),
    delegate: t.relation('delegate'),
  }),
})

export const VotesChangeConnection = createConnection('VotesChange', VotesChange)
