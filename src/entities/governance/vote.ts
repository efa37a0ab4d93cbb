// What a vote leaves: itself, and its weight on one side. An account votes once on a proposal.
import type { EventOf } from '../../events/event'
import { accountId, proposalId, voteId } from '../../events/ids'
import type { Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'

type Proposal = Row<'proposal'>

export const voteTransitions: Transitions<'voteCast'> = {
  voteCast: {
    touches: (event) => [
      { kind: 'proposal', id: proposalOf(event) },
      { kind: 'vote', id: voteId(proposalOf(event), event.voter) },
      touchAccount(event, event.voter),
    ],
    apply(world, event) {
      const proposal = world.get('proposal', proposalOf(event))
      const id = voteId(proposalOf(event), event.voter)
      if (proposal === undefined) return skip(event, `the proposal ${event.proposalId} was never made`)
      if (world.get('vote', id) !== undefined) return skip(event, 'the account has voted already')
      const { support, weight, reason, params } = event
      const row: Row<'vote'> = {
        ...{ id, proposal: proposal.id, voter: accountId(event.at.chainId, event.voter) },
        ...{ support, weight, reason, params, ...placeOf(event) },
      }
      return [
        ...newAccounts(world, event, event.voter),
        { kind: 'proposal', row: { ...proposal, ...withWeight(proposal, support, weight) } },
        { kind: 'vote', row },
      ]
    },
  },
}

/** A side that is none of the three counts for none: the real contract refuses it. */
function withWeight(proposal: Proposal, support: string, weight: bigint): Partial<Proposal> {
  if (support === 'FOR') return { votesFor: proposal.votesFor + weight }
  if (support === 'AGAINST') return { votesAgainst: proposal.votesAgainst + weight }
  return support === 'ABSTAIN' ? { votesAbstain: proposal.votesAbstain + weight } : {}
}

function proposalOf(event: EventOf<'voteCast'>): string {
  return proposalId(event.at.chainId, event.proposalId)
}
