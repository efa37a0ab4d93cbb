// No event of any contract passes unseen: each one of every file in abi/ is watched, decoded, and leaves rows. That somebody on the
// local chain emits each of them is tested where that chain is run.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { WATCHED, type WatchedContract } from '../../src/chain/watched'
import { PROJECT_ROOT } from '../../src/config'
import { type Arguments, blocksOf, type LogDraft, logOf } from '../support/blocks/blocks'
import { DATANET, ORDERLY, ORDINARY_ARGUMENTS } from '../support/blocks/random-chain'
import { createMemory, processInMemory } from '../support/memory'

type AbiItem = { type: string; name: string }

const EVENTS = readdirSync(join(PROJECT_ROOT, 'abi')).flatMap((file) => {
  const items: AbiItem[] = JSON.parse(readFileSync(join(PROJECT_ROOT, 'abi', file), 'utf8'))
  const contract = file.replace(/\.json$/, '')
  return items.filter(({ type }) => type === 'event').map(({ name }) => ({ contract, name }))
})

/** What has to be said right before, where the orderly chain has already used up the event's turn or never comes to it. */
const BEFORE: Readonly<Record<string, { args: Arguments; names: readonly string[] }>> = {
  DatanetCreated: { args: { datanetId: 2n, datanet: '0x00000000000000000000000000000000000000d2' }, names: [] },
  ContributionSubmitted: { args: { contributionId: 2n }, names: [] },
  ContributionApproved: { args: { contributionId: 2n }, names: ['ContributionSubmitted'] },
  ContributionRejected: { args: { contributionId: 2n }, names: ['ContributionSubmitted'] },
  VersionPublished: { args: { version: 2 }, names: [] },
  BaseModelRegistered: { args: { baseModelId: 2n }, names: [] },
  ModelRegistered: { args: { modelId: 2n }, names: [] },
  TrainingRecorded: { args: { version: 2 }, names: [] },
  TrainingDataUsed: { args: { version: 2 }, names: ['TrainingRecorded'] },
  ModelDeprecated: { args: {}, names: ['ModelPublished'] },
  InferenceRecorded: { args: { inferenceId: `0x${'2'.padStart(64, '0')}` }, names: [] },
  AttributionCommitted: { args: { method: 1 }, names: [] },
  AttributionDisputed: { args: { method: 1 }, names: ['AttributionCommitted'] },
  HostRegistered: { args: { host: `0x${'2'.padStart(64, '0')}` }, names: [] },
  AdapterRegistered: { args: { adapterId: 2n }, names: [] },
  AdapterRetired: { args: {}, names: ['AdapterDeployed'] },
  AgentDeployed: { args: { agentId: 2n }, names: [] },
  GrantAwarded: { args: { grantId: 2n }, names: [] },
  ProposalCreated: { args: { proposalId: 2n }, names: [] },
  RoleGranted: { args: { role: `0x${'0'.repeat(64)}` }, names: [] },
  RoleRevoked: { args: { role: `0x${'0'.repeat(64)}` }, names: [] },
  CallScheduled: { args: { index: 1n }, names: [] },
  TransactionDeposited: { args: { version: 0n }, names: [] },
  ConfigCreated: { args: { configId: 2n }, names: [] },
  Staked: { args: { stakingId: 2n }, names: [] },
  CommitStake: { args: { stakingId: 2n }, names: [] },
}

describe.each(EVENTS)('$contract $name', ({ contract, name }) => {
  test('is asked for', () => {
    const watched = WATCHED[contract as WatchedContract]
    expect([...watched.values()].map((event) => event.name)).toContain(name)
  })

  test('leaves rows, and none that says it could not be used', () => {
    const { args, names } = BEFORE[name] ?? { args: {}, names: [] }
    const spoken = [...names, name].map((one) => speak(contract, one, args))
    const memory = createMemory()
    processInMemory(memory, blocksOf([ORDERLY, spoken.slice(0, -1)]))
    const before = new Map(memory.rows)
    processInMemory(memory, blocksOf([spoken.slice(-1)], 3))
    const left = [...memory.rows].filter(([key, change]) => before.get(key) !== change).map(([, { kind }]) => kind)
    expect(left).not.toContain('skippedLog')
    expect(left.filter((kind) => kind !== 'block' && kind !== 'account')).not.toEqual([])
  })
})

function speak(contract: string, name: string, args: Arguments): LogDraft {
  const speaker = contract === 'Datanet' ? DATANET : undefined
  return logOf(contract as WatchedContract, name, { ...ORDINARY_ARGUMENTS, ...args }, speaker)
}
