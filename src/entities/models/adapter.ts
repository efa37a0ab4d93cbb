// What is true of adapters and of where they are deployed after an event. A deployment goes DEPLOYED -> RETIRED, and may come again.
import type { EventOf } from '../../events/event'
import { accountId, adapterDeploymentId, adapterId, hostId, modelId, modelVersionId } from '../../events/ids'
import type { Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch } from '../world'

type OnHost = EventOf<'adapterDeployed' | 'adapterRetired'>

export const adapterTransitions: Transitions<'adapterRegistered' | 'adapterDeployed' | 'adapterRetired'> = {
  adapterRegistered: {
    touches: (event) => [
      { kind: 'adapter', id: adapterId(event.at.chainId, event.adapterId) },
      { kind: 'model', id: modelId(event.at.chainId, event.modelId) },
      { kind: 'modelVersion', id: versionOf(event) },
      touchAccount(event, event.owner),
    ],
    apply(world, event) {
      const id = adapterId(event.at.chainId, event.adapterId)
      if (event.adapterId === 0n) return skip(event, 'an adapter can not have the number 0')
      if (world.get('adapter', id) !== undefined) return skip(event, `the adapter ${event.adapterId} exists already`)
      const { adapterId: number, modelId: modelNumber, version: versionNumber, rank, weightsHash, uri } = event
      const row: Row<'adapter'> = {
        ...{ id, adapterId: number, modelNumber, versionNumber, rank, weightsHash, uri },
        model: world.get('model', modelId(event.at.chainId, modelNumber))?.id ?? null,
        modelVersion: world.get('modelVersion', versionOf(event))?.id ?? null,
        owner: accountId(event.at.chainId, event.owner),
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.owner), { kind: 'adapter', row }]
    },
  },

  adapterDeployed: {
    touches: (event) => [
      touchDeployment(event),
      { kind: 'adapter', id: adapterId(event.at.chainId, event.adapterId) },
      { kind: 'host', id: hostId(event.at.chainId, event.host) },
    ],
    apply(world, event) {
      const adapter = world.get('adapter', adapterId(event.at.chainId, event.adapterId))
      const host = world.get('host', hostId(event.at.chainId, event.host))
      if (adapter === undefined) return skip(event, `the adapter ${event.adapterId} does not exist`)
      if (host === undefined) return skip(event, 'the host was never registered')
      if (host.status !== 'ACTIVE') return skip(event, `the host is ${host.status}`)
      if (world.get('adapterDeployment', deploymentOf(event))?.status === 'DEPLOYED') {
        return skip(event, `the adapter ${event.adapterId} is on that host already`)
      }
      const row: Row<'adapterDeployment'> = {
        ...{
          id: deploymentOf(event),
          adapter: adapter.id,
          host: host.id,
          status: 'DEPLOYED',
          retiredBlockNumber: null,
        },
        ...placeOf(event),
      }
      return [{ kind: 'adapterDeployment', row }]
    },
  },

  adapterRetired: {
    touches: (event) => [touchDeployment(event)],
    apply(world, event) {
      const deployment = world.get('adapterDeployment', deploymentOf(event))
      if (deployment?.status !== 'DEPLOYED') return skip(event, `the adapter ${event.adapterId} is not on that host`)
      const row = { ...deployment, status: 'RETIRED', retiredBlockNumber: event.at.blockNumber }
      return [{ kind: 'adapterDeployment', row }]
    },
  },
}

function versionOf({ at, modelId: model, version }: EventOf<'adapterRegistered'>): string {
  return modelVersionId(modelId(at.chainId, model), version)
}

function deploymentOf({ at, adapterId: adapter, host }: OnHost): string {
  return adapterDeploymentId(adapterId(at.chainId, adapter), host)
}

function touchDeployment(event: OnHost): Touch {
  return { kind: 'adapterDeployment', id: deploymentOf(event) }
}
