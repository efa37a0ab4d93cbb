// Adapters, the hosts that serve them, and which stands where.
import { deploymentStateOf } from '../../../entities/models/deployment-state'
import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { withoutBytes } from '../../uri'
import { AdapterUseConnection } from '../inference/adapter-use'
import { OnChain } from '../on-chain'

const HostStatus = builder.enumType('HostStatus', { values: ['ACTIVE', 'RETIRED'] as const })
const DeploymentStatus = builder.enumType('AdapterDeploymentStatus', {
  description: 'HOST_RETIRED: never taken off, but its host is no longer there to serve it.',
  values: ['DEPLOYED', 'RETIRED', 'HOST_RETIRED'] as const,
})

export const Adapter = builder.drizzleNode('adapter', {
  name: 'Adapter',
  description: 'A LoRA adapter of a model version.',
  interfaces: [OnChain],
  id: { column: (adapter) => adapter.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    adapterId: t.expose('adapterId', { type: 'BigInt' }),
    modelNumber: t.expose('modelNumber', { type: 'BigInt' }),
    versionNumber: t.expose('versionNumber', { type: 'BigInt' }),
    model: t.relation('model', {
      nullable: true,
      description: 'Null where the chain names a model that does not exist.',
    }),
    modelVersion: t.relation('modelVersion', {
      nullable: true,
      description: 'Null where the chain names a version that does not exist.',
    }),
    owner: t.relation('owner'),
    rank: t.expose('rank', { type: 'BigInt' }),
    weightsHash: t.expose('weightsHash', { type: 'Bytes' }),
    uri: t.string({
      description: 'As on chain; a data: URI without its bytes.',
      select: { columns: { uri: true } },
      resolve: (row) => withoutBytes(row.uri),
    }),
    deployments: t.relatedConnection(
      'deployments',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      AdapterDeploymentConnection,
    ),
    uses: t.relatedConnection(
      'uses',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      AdapterUseConnection,
    ),
  }),
})

export const Host = builder.drizzleNode('host', {
  name: 'Host',
  description: 'A machine, or some, that serves models and adapters.',
  interfaces: [OnChain],
  id: { column: (host) => host.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    host: t.expose('host', { type: 'Bytes', description: 'Its id on chain.' }),
    operator: t.relation('operator'),
    gpus: t.expose('gpus', { type: 'BigInt' }),
    uri: t.string({
      description: 'As on chain; a data: URI without its bytes.',
      select: { columns: { uri: true } },
      resolve: (row) => withoutBytes(row.uri),
    }),
    status: t.field({
      type: HostStatus,
      select: { columns: { status: true } },
      resolve: ({ status }) => status as 'ACTIVE',
    }),
    retiredBlockNumber: t.exposeInt('retiredBlockNumber', { nullable: true }),
    deployments: t.relatedConnection(
      'deployments',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      AdapterDeploymentConnection,
    ),
  }),
})

export const AdapterDeployment = builder.drizzleNode('adapterDeployment', {
  name: 'AdapterDeployment',
  description: 'One adapter on one host; its position is the newest deployment there.',
  interfaces: [OnChain],
  id: { column: (deployment) => deployment.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    status: t.field({
      type: DeploymentStatus,
      select: { columns: { status: true }, with: { host: { columns: { status: true } } } },
      resolve: ({ status, host }) => deploymentStateOf(status, host.status),
    }),
    retiredBlockNumber: t.exposeInt('retiredBlockNumber', { nullable: true, description: 'Where it was taken off.' }),
    adapter: t.relation('adapter'),
    host: t.relation('host'),
  }),
})

export const AdapterConnection = createConnection('Adapter', Adapter)

export const HostConnection = createConnection('Host', Host)

export const AdapterDeploymentConnection = createConnection('AdapterDeployment', AdapterDeployment)
