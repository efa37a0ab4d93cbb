// What is true of a host after an event. It goes ACTIVE -> RETIRED and never back; what was deployed on it keeps its row, and is
// served no longer.
import type { EventOf } from '../../events/event'
import { accountId, hostId } from '../../events/ids'
import type { Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch } from '../world'

type HostEvent = EventOf<'hostRegistered' | 'hostRetired'>

export const hostTransitions: Transitions<HostEvent['kind']> = {
  hostRegistered: {
    touches: (event) => [touchHost(event), touchAccount(event, event.operator)],
    apply(world, event) {
      if (world.get('host', idOf(event)) !== undefined) return skip(event, 'the host was registered already')
      const { host, gpus, uri } = event
      const row: Row<'host'> = {
        ...{ id: idOf(event), host, gpus, uri, status: 'ACTIVE', retiredBlockNumber: null },
        operator: accountId(event.at.chainId, event.operator),
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.operator), { kind: 'host', row }]
    },
  },

  hostRetired: {
    touches: (event) => [touchHost(event)],
    apply(world, event) {
      const host = world.get('host', idOf(event))
      if (host === undefined) return skip(event, 'the host was never registered')
      if (host.status !== 'ACTIVE') return skip(event, `the host is ${host.status}`)
      return [{ kind: 'host', row: { ...host, status: 'RETIRED', retiredBlockNumber: event.at.blockNumber } }]
    },
  },
}

function idOf(event: HostEvent): string {
  return hostId(event.at.chainId, event.host)
}

function touchHost(event: HostEvent): Touch {
  return { kind: 'host', id: idOf(event) }
}
