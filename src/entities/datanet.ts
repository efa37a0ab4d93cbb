// What is true of Datanets and their versions after an event.
import { accountId, datanetId, datanetVersionId } from '../events/ids'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from './transition'

export const datanetTransitions: Transitions<'datanetCreated' | 'metadataUpdated' | 'versionPublished'> = {
  datanetCreated: {
    touches: (event) => [
      { kind: 'datanet', id: datanetId(event.at.chainId, event.datanetId) },
      touchAccount(event, event.owner),
    ],
    apply(world, event) {
      const id = datanetId(event.at.chainId, event.datanetId)
      if (event.datanetId === 0n) return skip(event, 'a Datanet can not have the number 0')
      if (world.get('datanet', id) !== undefined) return skip(event, `the Datanet ${event.datanetId} exists already`)
      const { datanetId: number, name, category, metadataUri, isPublic, fee } = event
      const row = {
        ...{ id, datanetId: number, contract: event.datanetContract, name, category, metadataUri, isPublic, fee },
        owner: accountId(event.at.chainId, event.owner),
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.owner), { kind: 'datanet', row }]
    },
  },

  metadataUpdated: {
    touches: (event) => [{ kind: 'datanet', id: event.datanet }],
    apply(world, event) {
      const datanet = world.get('datanet', event.datanet)
      if (datanet === undefined) return skip(event, 'its Datanet does not exist')
      return [{ kind: 'datanet', row: { ...datanet, metadataUri: event.metadataUri } }]
    },
  },

  versionPublished: {
    touches: (event) => [
      { kind: 'datanet', id: event.datanet },
      { kind: 'datanetVersion', id: datanetVersionId(event.datanet, event.version) },
    ],
    apply(world, event) {
      const id = datanetVersionId(event.datanet, event.version)
      if (world.get('datanet', event.datanet) === undefined) return skip(event, 'its Datanet does not exist')
      if (event.version === 0n) return skip(event, 'a version can not have the number 0')
      if (world.get('datanetVersion', id) !== undefined) {
        return skip(event, `the version ${event.version} was published already`)
      }
      const { datanet, version, dataRoot, rowCount, metadataUri } = event
      return [
        { kind: 'datanetVersion', row: { id, datanet, version, dataRoot, rowCount, metadataUri, ...placeOf(event) } },
      ]
    },
  },
}
