// What is true of a token after an event: who holds how much of it, how much there is, and what may be spent for others. What is made
// or wrapped comes from nobody, what is burned or unwrapped goes to nobody.
import type { EventOf } from '../../events/event'
import { accountId, positionId, tokenAllowanceId, tokenBalanceId, tokenId } from '../../events/ids'
import type { Change, Row } from '../rows'
import { newAccounts, placeOf, type Transitions, touchAccount } from '../transition'
import type { Touch, World } from '../world'

type Moved = EventOf<'tokenMoved'>

export const tokenTransitions: Transitions<'tokenMoved' | 'tokenApproved' | 'tokenWrapped'> = {
  tokenMoved: {
    touches: (event) => [
      touchToken(event),
      ...holdersOf(event).flatMap((address) => [
        touchAccount(event, address),
        { kind: 'tokenBalance' as const, id: tokenBalanceId(tokenId(event.at.chainId, event.token), address) },
      ]),
    ],
    apply(world, event) {
      const row: Row<'tokenTransfer'> = {
        ...{ id: positionId(event.at), token: tokenId(event.at.chainId, event.token), movement: event.movement },
        from: event.from === null ? null : accountId(event.at.chainId, event.from),
        to: event.to === null ? null : accountId(event.at.chainId, event.to),
        ...{ amount: event.amount, ...placeOf(event) },
      }
      return [
        supplyAfter(world, event),
        ...newAccounts(world, event, ...holdersOf(event)),
        ...balancesAfter(world, event),
        { kind: 'tokenTransfer', row },
      ]
    },
  },

  tokenApproved: {
    touches: (event) => [
      touchToken(event),
      { kind: 'tokenAllowance', id: allowanceOf(event) },
      touchAccount(event, event.owner),
      touchAccount(event, event.spender),
    ],
    apply(world, event) {
      const token = tokenOf(world, event)
      const row: Row<'tokenAllowance'> = {
        ...{ id: allowanceOf(event), token: token.id },
        owner: accountId(event.at.chainId, event.owner),
        spender: accountId(event.at.chainId, event.spender),
        ...{ amount: event.amount, ...placeOf(event) },
      }
      return [
        { kind: 'token', row: token },
        ...newAccounts(world, event, event.owner, event.spender),
        { kind: 'tokenAllowance', row },
      ]
    },
  },

  tokenWrapped: {
    touches: (event) => [touchToken(event), touchAccount(event, event.account)],
    apply(world, event) {
      const token = tokenOf(world, event)
      const row: Row<'tokenWrap'> = {
        ...{ id: positionId(event.at), token: token.id, movement: event.movement, amount: event.amount },
        ...{ account: accountId(event.at.chainId, event.account), ...placeOf(event) },
      }
      return [{ kind: 'token', row: token }, ...newAccounts(world, event, event.account), { kind: 'tokenWrap', row }]
    },
  },
}

type TokenEvent = EventOf<'tokenMoved' | 'tokenApproved' | 'tokenWrapped' | 'delegateChanged' | 'votesChanged'>

export function touchToken({ at, token }: TokenEvent): Touch {
  return { kind: 'token', id: tokenId(at.chainId, token) }
}

export function tokenOf(world: World, event: TokenEvent): Row<'token'> {
  const id = tokenId(event.at.chainId, event.token)
  const { token: symbol, contract } = event
  return world.get('token', id) ?? { id, symbol, contract, supply: 0n, ...placeOf(event) }
}

function allowanceOf({ at, token, owner, spender }: EventOf<'tokenApproved'>): string {
  return tokenAllowanceId(tokenId(at.chainId, token), owner, spender)
}

function supplyAfter(world: World, event: Moved): Change {
  const token = tokenOf(world, event)
  const made = event.from === null ? event.amount : 0n
  const gone = event.to === null ? event.amount : 0n
  return { kind: 'token', row: { ...token, supply: token.supply + made - gone } }
}

/** Below zero where an index begins after the token did: what left then was never seen to come. */
function balancesAfter(world: World, event: Moved): Change[] {
  return holdersOf(event).map((address) => {
    const token = tokenId(event.at.chainId, event.token)
    const id = tokenBalanceId(token, address)
    const account = accountId(event.at.chainId, address)
    const held = world.get('tokenBalance', id) ?? { id, token, account, balance: 0n, ...placeOf(event) }
    const came = event.to === address ? event.amount : 0n
    const left = event.from === address ? event.amount : 0n
    return { kind: 'tokenBalance', row: { ...held, balance: held.balance + came - left } }
  })
}

/** Each once, also where somebody sends to himself. */
function holdersOf({ from, to }: Moved): string[] {
  return [...new Set([from, to].flatMap((address) => address ?? []))]
}
