// Hosts, adapters and agents: every event in its time and out of it.
import { describe, test } from 'vitest'
import { bytes32 } from '../support/blocks/blocks'
import { ANN, BOB, said } from '../support/blocks/events'
import { type Case, checkCase, skipped } from '../support/cases'

const account = (whose: string) => `31337-${whose}`
const HOST = `31337-${bytes32(7)}`
const ADAPTER = '31337-0000000002'
const MODEL = '31337-0000000001'
const MOST = 2n ** 256n - 1n

const host = said('hostRegistered')
const retired = said('hostRetired')
const hosts: Case[] = [
  ['registered', [], host, { account: [{ id: account(ANN) }], host: [{ id: HOST, gpus: 8n, status: 'ACTIVE' }] }],
  ['registered twice', [host], host, skipped('the host was registered already')],
  ['retired', [host], retired, { host: [{ status: 'RETIRED', retiredBlockNumber: 2, blockNumber: 1 }] }],
  ['retired twice', [host, retired], retired, skipped('the host is RETIRED')],
  ['retired, never registered', [], retired, skipped('the host was never registered')],
  ['registered again after it was retired', [host, retired], host, skipped('the host was registered already')],
]

const adapter = said('adapterRegistered')
const deployed = said('adapterDeployed')
const takenOff = said('adapterRetired')
const trained = [said('modelRegistered'), said('trainingRecorded')]
const adapters: Case[] = [
  [
    'registered for a version',
    trained,
    adapter,
    { adapter: [{ id: ADAPTER, model: MODEL, modelVersion: `${MODEL}-v0000000001`, owner: account(ANN), rank: 16n }] },
  ],
  [
    'registered for a version that does not exist',
    [said('modelRegistered')],
    adapter,
    { adapter: [{ model: MODEL, modelVersion: null, versionNumber: 1n }] },
  ],
  [
    'registered for no model',
    [],
    adapter,
    { account: [{}], adapter: [{ model: null, modelNumber: 1n, modelVersion: null }] },
  ],
  ['registered twice', [adapter], adapter, skipped('the adapter 2 exists already')],
  [
    'registered as none',
    [],
    said('adapterRegistered', { adapterId: 0n }),
    skipped('an adapter can not have the number 0'),
  ],
  [
    'with a number at the edge',
    [adapter],
    said('adapterRegistered', { adapterId: MOST }),
    { adapter: [{ id: `31337-${MOST}` }] },
  ],
  [
    'deployed',
    [host, adapter],
    deployed,
    { adapterDeployment: [{ id: `${ADAPTER}-${bytes32(7)}`, adapter: ADAPTER, host: HOST, status: 'DEPLOYED' }] },
  ],
  ['deployed twice', [host, adapter, deployed], deployed, skipped('the adapter 2 is on that host already')],
  ['deployed on no host', [adapter], deployed, skipped('the host was never registered')],
  ['deployed, but no adapter', [host], deployed, skipped('the adapter 2 does not exist')],
  ['deployed on a retired host', [host, adapter, retired], deployed, skipped('the host is RETIRED')],
  [
    'taken off',
    [host, adapter, deployed],
    takenOff,
    { adapterDeployment: [{ status: 'RETIRED', retiredBlockNumber: 4, blockNumber: 3 }] },
  ],
  [
    'taken off a host that is retired',
    [host, adapter, deployed, retired],
    takenOff,
    { adapterDeployment: [{ status: 'RETIRED' }] },
  ],
  ['taken off twice', [host, adapter, deployed, takenOff], takenOff, skipped('the adapter 2 is not on that host')],
  ['taken off before it was on', [host, adapter], takenOff, skipped('the adapter 2 is not on that host')],
  [
    'put on again',
    [host, adapter, deployed, takenOff],
    deployed,
    { adapterDeployment: [{ status: 'DEPLOYED', retiredBlockNumber: null, blockNumber: 5 }] },
  ],
  [
    'used by an inference',
    [adapter, said('inferenceRecorded')],
    said('adapterUsed'),
    { adapterUse: [{ adapter: ADAPTER, adapterNumber: 2n }] },
  ],
  ['a host retired under it', [host, adapter, deployed], retired, { host: [{ status: 'RETIRED' }] }],
]

const agent = said('agentDeployed')
const slashed = said('agentSlashed')
const changed = said('agentStakeChanged')
const gone = said('agentRetired')
const agents: Case[] = [
  [
    'deployed',
    [said('modelRegistered')],
    agent,
    {
      account: [{ id: account(BOB) }],
      agent: [{ id: MODEL, model: MODEL, stake: 100n, slashed: 0n, status: 'ACTIVE' }],
    },
  ],
  ['deployed for no model', [], agent, { account: [{}], agent: [{ model: null, modelNumber: 1n }] }],
  ['deployed twice', [agent], agent, skipped('the agent 1 exists already')],
  ['deployed as none', [], said('agentDeployed', { agentId: 0n }), skipped('an agent can not have the number 0')],
  ['its stake changed', [agent], changed, { agent: [{ stake: 150n, slashed: 0n }] }],
  [
    'slashed',
    [agent, changed],
    slashed,
    { agent: [{ stake: 120n, slashed: 30n }], agentSlash: [{ agent: MODEL, amount: 30n, reason: 'it lied' }] },
  ],
  [
    'slashed of more than it has',
    [agent],
    said('agentSlashed', { amount: MOST }),
    { agent: [{ stake: 100n - MOST, slashed: MOST }], agentSlash: [{}] },
  ],
  ['retired', [agent], gone, { agent: [{ status: 'RETIRED', stake: 100n }] }],
  ['slashed after it was retired', [agent, gone], slashed, skipped('the agent 1 is RETIRED')],
  ['its stake changed after it was retired', [agent, gone], changed, skipped('the agent 1 is RETIRED')],
  ['slashed, but no agent', [], slashed, skipped('the agent 1 does not exist')],
  [
    'acting in an inference',
    [agent],
    said('inferenceRecorded', { agentId: 1n }),
    { account: [{}], inference: [{ agent: MODEL, agentNumber: 1n, agentState: 'ACTIVE' }] },
  ],
  [
    'that does not exist, in an inference',
    [],
    said('inferenceRecorded', { agentId: 7n }),
    { account: [{}], inference: [{ agent: null, agentNumber: 7n, agentState: 'UNKNOWN' }] },
  ],
  [
    'acting in an inference after it was retired',
    [agent, gone],
    said('inferenceRecorded', { agentId: 1n }),
    { account: [{}], inference: [{ agent: MODEL, agentState: 'RETIRED' }] },
  ],
  [
    'in no inference that names none',
    [agent],
    said('inferenceRecorded', { agentId: 0n }),
    { account: [{}], inference: [{ agent: null, agentState: null }] },
  ],
]

describe.each([
  ['host', hosts],
  ['adapter', adapters],
  ['agent', agents],
])('%s', (_name, cases) => {
  test.each(cases)('%s', (...one) => checkCase(one))
})
