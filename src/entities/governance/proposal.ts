// What is true of a proposal after an event. Events say CREATED -> QUEUED -> EXECUTED or CANCELED; everything between, and what the
// timelock does without telling the governor, follows in proposal-state.ts.
import type { EventOf } from '../../events/event'
import { accountId, proposalActionId, proposalId, timelockOperationId } from '../../events/ids'
import type { Change, Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch, World } from '../world'

type Later = EventOf<'proposalQueued' | 'proposalExecuted' | 'proposalCanceled'>

export const proposalTransitions: Transitions<'proposalCreated' | Later['kind']> = {
  proposalCreated: {
    touches: (event) => [
      touchProposal(event),
      touchAccount(event, event.proposer),
      ...actionsOf(event).map(({ row }) => ({ kind: 'proposalAction' as const, id: row.id })),
    ],
    apply(world, event) {
      const id = proposalId(event.at.chainId, event.proposalId)
      if (world.get('proposal', id) !== undefined) return skip(event, `the proposal ${event.proposalId} exists already`)
      const { proposalId: number, description, voteStart, voteEnd } = event
      const row: Row<'proposal'> = {
        ...{ id, proposalId: number, governor: event.contract, description, voteStart, voteEnd, status: 'CREATED' },
        proposer: accountId(event.at.chainId, event.proposer),
        operation: timelockOperationId(event.at.chainId, event.operation),
        ...{ etaSeconds: null, queuedBlockNumber: null, endedBlockNumber: null },
        ...{ votesFor: 0n, votesAgainst: 0n, votesAbstain: 0n },
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.proposer), { kind: 'proposal', row }, ...actionsOf(event)]
    },
  },

  proposalQueued: {
    touches: (event) => [touchProposal(event)],
    apply: (world, event) =>
      move(world, event, ['CREATED'], {
        ...{ status: 'QUEUED', etaSeconds: event.etaSeconds, queuedBlockNumber: event.at.blockNumber },
      }),
  },

  proposalExecuted: {
    touches: (event) => [touchProposal(event)],
    // Without a timelock it is executed as it was created.
    apply: (world, event) =>
      move(world, event, ['CREATED', 'QUEUED'], { status: 'EXECUTED', endedBlockNumber: event.at.blockNumber }),
  },

  proposalCanceled: {
    touches: (event) => [touchProposal(event)],
    apply: (world, event) =>
      move(world, event, ['CREATED', 'QUEUED'], { status: 'CANCELED', endedBlockNumber: event.at.blockNumber }),
  },
}

function move(world: World, event: Later, from: string[], to: Partial<Row<'proposal'>>): Change[] {
  const proposal = world.get('proposal', proposalId(event.at.chainId, event.proposalId))
  if (proposal === undefined) return skip(event, `the proposal ${event.proposalId} was never made`)
  if (!from.includes(proposal.status)) return skip(event, `the proposal ${event.proposalId} is ${proposal.status}`)
  return [{ kind: 'proposal', row: { ...proposal, ...to } }]
}

function actionsOf(event: EventOf<'proposalCreated'>): (Change & { kind: 'proposalAction' })[] {
  const proposal = proposalId(event.at.chainId, event.proposalId)
  return event.actions.map((action, index) => {
    const row = { id: proposalActionId(proposal, index), proposal, index, ...action, ...placeOf(event) }
    return { kind: 'proposalAction', row }
  })
}

function touchProposal(event: EventOf<'proposalCreated'> | Later): Touch {
  return { kind: 'proposal', id: proposalId(event.at.chainId, event.proposalId) }
}
