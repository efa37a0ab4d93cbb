// Proposals with what they would do, their votes, and the state that they are in.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { quorumAt, stateAt } from '../../facts/proposal-facts'
import { OnChain } from '../on-chain'

const State = builder.enumType('ProposalState', {
  values: ['PENDING', 'ACTIVE', 'CANCELED', 'DEFEATED', 'SUCCEEDED', 'QUEUED', 'EXECUTED'] as const,
})
const SECONDS = 'Seconds since 1970.'

export const Proposal = builder.drizzleNode('proposal', {
  name: 'Proposal',
  description: 'One proposal to governance.',
  interfaces: [OnChain],
  id: { column: (proposal) => proposal.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    proposalId: t.expose('proposalId', { type: 'BigInt' }),
    governor: t.expose('governor', { type: 'Bytes' }),
    proposer: t.relation('proposer'),
    description: t.exposeString('description'),
    state: t.field({
      type: State,
      nullable: true,
      complexity: 5,
      description:
        'As of this block, or the newest. Null before it was made, and where it hangs on what the index does not know: a quorum, or the very second of a block that left no rows.',
      args: { block: t.arg.int() },
      select: { columns: { id: true, chainId: true } },
      resolve: (row, { block }, context) => stateAt(context, row, block),
    }),
    quorum: t.field({
      type: 'BigInt',
      nullable: true,
      complexity: 5,
      description:
        'Votes for and abstentions that it takes, as of its snapshot; null while that lies ahead of this block, or of the newest.',
      args: { block: t.arg.int() },
      select: { columns: { id: true, chainId: true } },
      resolve: (row, { block }, context) => quorumAt(context, row, block),
    }),
    voteStart: t.expose('voteStart', { type: 'BigInt', description: `${SECONDS} The snapshot of the votes.` }),
    voteEnd: t.expose('voteEnd', { type: 'BigInt', description: SECONDS }),
    etaSeconds: t.expose('etaSeconds', {
      type: 'BigInt',
      nullable: true,
      description: `${SECONDS} From here on it can be executed; null until it is queued.`,
    }),
    queuedBlockNumber: t.exposeInt('queuedBlockNumber', { nullable: true, description: 'Null until it is queued.' }),
    endedBlockNumber: t.exposeInt('endedBlockNumber', {
      nullable: true,
      description: 'Where it was executed or cancelled, by the word of the governor.',
    }),
    votesFor: t.expose('votesFor', { type: 'BigInt' }),
    votesAgainst: t.expose('votesAgainst', { type: 'BigInt' }),
    votesAbstain: t.expose('votesAbstain', { type: 'BigInt' }),
    timelockOperation: t.relation('timelockOperation', { nullable: true, description: 'Null until it is queued.' }),
    actions: t.relatedConnection(
      'actions',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      ProposalActionConnection,
    ),
    votes: t.relatedConnection('votes', { totalCount: true, complexity: pageCost, query: newestFirst }, VoteConnection),
  }),
})

export const ProposalAction = builder.drizzleNode('proposalAction', {
  name: 'ProposalAction',
  description: 'One call that a proposal makes.',
  interfaces: [OnChain],
  id: { column: (action) => action.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    index: t.exposeInt('index'),
    target: t.expose('target', { type: 'Bytes' }),
    value: t.expose('value', { type: 'BigInt', description: 'wei' }),
    signature: t.exposeString('signature'),
    calldata: t.expose('calldata', { type: 'Bytes' }),
    proposal: t.relation('proposal'),
  }),
})

export const Vote = builder.drizzleNode('vote', {
  name: 'Vote',
  description: 'One vote, with its reason.',
  interfaces: [OnChain],
  id: { column: (vote) => vote.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    support: t.exposeString('support', {
      description: 'AGAINST, FOR, ABSTAIN, or the number on chain where it is none of these.',
    }),
    weight: t.expose('weight', { type: 'BigInt' }),
    reason: t.exposeString('reason'),
    params: t.expose('params', { type: 'Bytes', nullable: true, description: 'Null where it was cast without any.' }),
    voter: t.relation('voter'),
    proposal: t.relation('proposal'),
  }),
})

export const ProposalConnection = createConnection('Proposal', Proposal)

export const ProposalActionConnection = createConnection('ProposalAction', ProposalAction)

export const VoteConnection = createConnection('Vote', Vote)
