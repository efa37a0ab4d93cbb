// Who may do what: each grant and each revocation is a row.
import type { EventOf } from '../../events/event'
import { accountId, positionId } from '../../events/ids'
import type { Change, Row } from '../rows'
import { newAccounts, placeOf, type Transitions, touchAccount } from '../transition'
import type { World } from '../world'

type RoleEvent = EventOf<'roleGranted' | 'roleRevoked'>

export const roleTransitions: Transitions<RoleEvent['kind']> = {
  roleGranted: { touches: touchBoth, apply: (world, event) => change(world, event, true) },
  roleRevoked: { touches: touchBoth, apply: (world, event) => change(world, event, false) },
}

function change(world: World, event: RoleEvent, isGranted: boolean): Change[] {
  const { at, contract, role, account, sender } = event
  const row: Row<'roleChange'> = {
    ...{ id: positionId(at), contract, role, isGranted },
    ...{ account: accountId(at.chainId, account), sender: accountId(at.chainId, sender) },
    ...placeOf(event),
  }
  return [...newAccounts(world, event, account, sender), { kind: 'roleChange', row }]
}

function touchBoth(event: RoleEvent) {
  return [touchAccount(event, event.account), touchAccount(event, event.sender)]
}
