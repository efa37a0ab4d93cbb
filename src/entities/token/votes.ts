// Whom holders let vote for them, and how many votes that gives: each change as it was said, so that any moment can be asked for.
import { accountId, positionId } from '../../events/ids'
import { newAccounts, placeOf, type Transitions, touchAccount } from '../transition'
import { tokenOf, touchToken } from './token'

export const votesTransitions: Transitions<'delegateChanged' | 'votesChanged'> = {
  delegateChanged: {
    touches: (event) => [touchToken(event), ...namedIn(event).map((address) => touchAccount(event, address))],
    apply(world, event) {
      const token = tokenOf(world, event)
      const accountOf = (address: string | null) => (address === null ? null : accountId(event.at.chainId, address))
      const row = {
        ...{ id: positionId(event.at), token: token.id, delegator: accountId(event.at.chainId, event.delegator) },
        ...{ from: accountOf(event.from), to: accountOf(event.to), ...placeOf(event) },
      }
      return [
        { kind: 'token', row: token },
        ...newAccounts(world, event, ...namedIn(event)),
        { kind: 'delegation', row },
      ]
    },
  },

  votesChanged: {
    touches: (event) => [touchToken(event), touchAccount(event, event.delegate)],
    apply(world, event) {
      const token = tokenOf(world, event)
      const row = {
        ...{ id: positionId(event.at), token: token.id, delegate: accountId(event.at.chainId, event.delegate) },
        ...{ previousVotes: event.previousVotes, votes: event.votes, ...placeOf(event) },
      }
      return [{ kind: 'token', row: token }, ...newAccounts(world, event, event.delegate), { kind: 'votesChange', row }]
    },
  },
}

function namedIn({ delegator, from, to }: { delegator: string; from: string | null; to: string | null }): string[] {
  return [delegator, from, to].flatMap((address) => address ?? [])
}
