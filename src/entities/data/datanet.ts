// What is true of Datanets, their versions and who paid to read them after an event.
import { accountId, datanetId, datanetVersionId, positionId } from '../../events/ids'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'

type Kinds = 'datanetCreated' | 'metadataUpdated' | 'versionPublished' | 'dataAccessPaid'

export const datanetTransitions: Transitions<Kinds> = {
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

  dataAccessPaid: {
    touches: (event) => [
      { kind: 'datanet', id: event.datanet },
      { kind: 'datanetVersion', id: datanetVersionId(event.datanet, event.version) },
      touchAccount(event, event.account),
    ],
    apply(world, event) {
      if (world.get('datanet', event.datanet) === undefined) return skip(event, 'its Datanet does not exist')
      const row = {
        ...{ id: positionId(event.at), datanet: event.datanet, datanetVersionNumber: event.version, fee: event.fee },
        datanetVersion: world.get('datanetVersion', datanetVersionId(event.datanet, event.version))?.id ?? null,
        account: accountId(event.at.chainId, event.account),
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.account), { kind: 'dataAccess', row }]
    },
  },
}
