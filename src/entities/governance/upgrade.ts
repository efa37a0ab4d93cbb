// What is true of a proxy after an event: which code it runs, by its own word or a beacon's, and who may change that. Each change is a row.
import type { EventOf } from '../../events/event'
import { positionId, proxyId } from '../../events/ids'
import type { Row } from '../rows'
import { placeOf, type Transitions } from '../transition'

type Changed = EventOf<'proxyChanged'>

const FIELDS = { IMPLEMENTATION: 'implementation', ADMIN: 'admin', BEACON: 'beacon' } as const

export const upgradeTransitions: Transitions<'proxyChanged' | 'systemConfigUpdated'> = {
  proxyChanged: {
    touches: (event) => [{ kind: 'proxy', id: idOf(event) }],
    apply(world, event) {
      const proxy = world.get('proxy', idOf(event)) ?? newProxy(event)
      const field = FIELDS[event.part]
      const row: Row<'upgrade'> = {
        ...{ id: positionId(event.at), proxy: proxy.id, part: event.part },
        ...{ previous: event.previous ?? proxy[field], current: event.current },
        ...placeOf(event),
      }
      const changed = { ...proxy, [field]: event.current, upgradeCount: proxy.upgradeCount + 1 }
      return [
        { kind: 'proxy', row: changed },
        { kind: 'upgrade', row },
      ]
    },
  },

  systemConfigUpdated: {
    touches: () => [],
    apply(_world, event) {
      const { contract, version, setting, data } = event
      const row = { id: positionId(event.at), contract, version, setting, data, ...placeOf(event) }
      return [{ kind: 'systemConfigUpdate', row }]
    },
  },
}

function newProxy(event: Changed): Row<'proxy'> {
  const { contract: address, name } = event
  const unknown = { implementation: null, beacon: null, admin: null }
  return { id: idOf(event), address, name, ...unknown, upgradeCount: 0, ...placeOf(event) }
}

function idOf(event: Changed): string {
  return proxyId(event.at.chainId, event.contract)
}
