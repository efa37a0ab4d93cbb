// Does the local chain live as it should? A short run from an empty folder: everything occurs, deposits open the blocks, roots and
// money add up, the three dishonest operators are what their labels say, and a restart goes on with all it knew.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { getAddress, type Hex, stringToHex, toEventSelector, zeroHash } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAddressBook, readConfig, type Transactions } from '../../src/config'
import { spareVaultCode } from '../../src/dev/chain/deploy'
import type { RpcLog } from '../../src/dev/chain/rpc'
import { type Chain, startChain } from '../../src/dev/chain/start'
import { abiOf, CONTRACT_NAMES, type ContractName, decodeLog, nameOfLog } from '../../src/dev/contracts/contract'
import { MODELS } from '../../src/dev/inhabitants/roles'
import type { DataPoint } from '../../src/dev/inhabitants/world'
import { type ContentServer, startContentServer } from '../../src/dev/library/content-server'
import { hashText } from '../../src/dev/library/documents'
import { createDataSet, type DataSet } from '../../src/dev/recount/data-set'
import { attribute } from '../../src/dev/recount/suffix-array'
import type { MovementKind } from '../../src/entities/blocks/coin-movements'
import { operationOf } from '../../src/events/governance/operation'
import { createMemory, type Memory, processInMemory } from '../support/memory'
import { uncalledFunctions } from '../support/node/called-functions'
import { readChain } from '../support/node/read-chain'

const SEED = 2
/** With this seed everything has happened by then. */
const BLOCKS = 140
/** And by then coin has moved inside of transactions. */
const TRACED_BLOCKS = 20

type Said<Args = Record<string, unknown>> = { readonly name: string; readonly args: Args; readonly log: RpcLog }
type Recorded = {
  inferenceId: Hex
  modelId: bigint
  version: number
  outputHash: Hex
  inputHash: Hex
  contentUri: string
  fee: bigint
}
type Committed = { inferenceId: Hex; root: Hex; count: number; unattributedPpb: number; evidenceUri: string }
type Split = { inferenceId: Hex } & Record<
  'fee' | 'platform' | 'model' | 'compute' | 'stakers' | 'contributors',
  bigint
>
type Proposed = { proposalId: bigint; targets: Hex[]; values: bigint[]; calldatas: Hex[]; description: string }
type Accrued = { inferenceId: Hex; recipient: Hex; role: number; datanetId: bigint; amount: bigint }
type Line = { datanetId: string; contributionId: string; row: number; contributor: Hex; sharePpb: number }

let home = ''
let contents: ContentServer
let chain: Chain
let said: Said[] = []
const failed: string[] = []

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-local-chain-'))
  await mkdir(join(home, 'content'))
  contents = await startContentServer(join(home, 'content'), 0)
  chain = await startChain({ home, contentUrl: contents.url, seed: SEED })
  for (let block = 0; block < BLOCKS; block++) failed.push(...(await chain.step()).failed)
  said = await listen()
}, 120_000)

afterAll(async () => {
  await chain?.stop()
  await contents?.stop()
  await rm(home, { recursive: true, force: true })
})

test('nothing anybody tried has failed', () => {
  expect(failed).toEqual([])
})

test('every event of the contracts occurs', () => {
  const own = CONTRACT_NAMES.filter((name) => ['Datanet', 'Proxy'].includes(name) || name in chain.addresses)
  const listed = own.flatMap((contract) =>
    abiOf(contract).flatMap((item) => (item.type === 'event' ? [`${contract}.${item.name}`] : [])),
  )
  const heard = new Set(said.map(({ name }) => name))
  expect(listed.filter((name) => !heard.has(name))).toEqual([])
})

test('every function of the contracts is called', async () => {
  const own = CONTRACT_NAMES.filter((name) => name === 'Datanet' || name in chain.addresses)
  const decided = hear<Proposed>('OpenLedgerGovernor.ProposalCreated').flatMap(({ args }) => args.calldatas)
  expect(await uncalledFunctions(chain.rpc, own, decided)).toEqual([])
})

/** How each kind of movement comes to be known. */
const MOVEMENTS: Record<MovementKind, Transactions> = {
  ...{ MINT: 'fees', VALUE: 'fees', INTERNAL: 'traces', UNWRAP: 'fees', FEE: 'fees' },
}

test.each(Object.entries(MOVEMENTS))('somebody causes %s of the native coin', async (kind, transactions) => {
  const { all } = await lived(transactions)
  expect(all('coinMovement').map((one) => one.kind)).toContain(kind)
})

test('somebody signs, and somebody is deposited to', async () => {
  const { all } = await lived('fees')
  expect(new Set(all('transaction').map(({ kind }) => kind))).toEqual(new Set(['SIGNED', 'DEPOSIT']))
})

test('what staking leaves to be read from calls and transfers occurs in each way, and is read', async () => {
  const { all } = await lived('fees')
  const isSaid = (values: unknown[]) => [values.length > 0, values.every((value) => value !== null)]
  expect({
    stake: isSaid(all('stake').flatMap((one) => (one.commitment === null ? [one.configId] : []))),
    commitStake: isSaid(all('stake').flatMap((one) => (one.commitment === null ? [] : [one.configId, one.amount]))),
    createConfig: isSaid(all('stakingConfig').map(({ interestRate }) => interestRate)),
    setConfig: isSaid(
      all('stakingTerms')
        .slice(2)
        .map(({ interestRate }) => interestRate),
    ),
    unstake: isSaid(all('stake').flatMap((one) => (one.status === 'UNSTAKED' ? [one.amountReturned] : []))),
  }).toEqual(
    Object.fromEntries(
      ['stake', 'commitStake', 'createConfig', 'setConfig', 'unstake'].map((name) => [name, [true, true]]),
    ),
  )
})

test('every block opens with the system’s deposit, and users’ deposits mint', async () => {
  const head = Number(await chain.rpc.ask<Hex>('eth_blockNumber'))
  let mints = 0
  for (let number = 1; number <= head; number++) {
    type Transaction = { type: Hex; to: Hex; mint?: Hex; input: Hex }
    const block = await chain.rpc.ask<{ transactions: Transaction[] }>('eth_getBlockByNumber', toHex(number), true)
    const [first, ...others] = block.transactions
    expect(first).toMatchObject({ type: '0x7e', to: '0x4200000000000000000000000000000000000015' })
    expect(first?.input.slice(0, 10)).toBe('0x098999be')
    mints += others.filter(({ type, mint }) => type === '0x7e' && BigInt(mint ?? 0) > 0n).length
  }
  expect(mints).toBeGreaterThan(30)
})

test('the address book names everything the processor needs', async () => {
  const book = JSON.parse(await readFile(chain.addressBookFile, 'utf8'))
  expect(book).toMatchObject({ chainId: 31_337, interface: 'poa/1', startBlock: 0, contracts: chain.addresses })
  expect(book.proxies).toHaveLength(1)
})

test('a Datanet speaks in the transaction that creates it', () => {
  const created = hear<{ datanet: Hex }>('DatanetFactory.DatanetCreated')
  expect(created).toHaveLength(4)
  for (const { args, log } of created) {
    const own = said.filter((one) => getAddress(one.log.address) === getAddress(args.datanet))
    const first = own.filter((one) => one.log.transactionHash === log.transactionHash).map(({ name }) => name)
    expect(first).toEqual(['Datanet.MetadataUpdated', 'Datanet.ContributionSubmitted'])
  }
})

test('contributions show what their roots say; at most one in ten stands on the chain itself', async () => {
  const submitted = hear<{ contentRoot: Hex; contentUri: string; rowCount: number; byteLength: bigint }>(
    'Datanet.ContributionSubmitted',
  )
  for (const { args } of submitted) {
    const text = await (await fetch(args.contentUri)).text()
    const rows = text.trimEnd().split('\n')
    const leaves = rows.map((line, row) => [row, hashText(JSON.parse(line).text)])
    expect(StandardMerkleTree.of(leaves, ['uint32', 'bytes32']).root).toBe(args.contentRoot)
    expect([rows.length, Buffer.byteLength(text)]).toEqual([args.rowCount, Number(args.byteLength)])
  }
  const inline = submitted.filter(({ args }) => args.contentUri.startsWith('data:'))
  expect(inline.length).toBeGreaterThan(0)
  expect(inline.length * 10).toBeLessThanOrEqual(submitted.length)
})

test('a published version says what it holds', () => {
  const submitted = hear<{ contributionId: bigint; contentRoot: Hex }>('Datanet.ContributionSubmitted')
  for (const datanet of chain.society.world.datanets.values()) {
    const isOwn = ({ log }: Said<unknown>) => getAddress(log.address) === datanet.address
    const published = hear<{ version: number; rowCount: bigint; dataRoot: Hex }>('Datanet.VersionPublished').filter(
      isOwn,
    )
    expect(published.map(({ args }) => args.version)).toEqual(datanet.versions.map(({ version }) => version))
    for (const [index, { dataPoints }] of datanet.versions.entries()) {
      const ids = new Set(dataPoints.map(({ contributionId }) => contributionId))
      const leaves = submitted
        .filter((one) => isOwn(one) && ids.has(one.args.contributionId))
        .map(({ args }) => [args.contributionId, args.contentRoot])
      expect(published[index]?.args).toMatchObject({
        rowCount: BigInt(dataPoints.length),
        dataRoot: StandardMerkleTree.of(leaves, ['uint256', 'bytes32']).root,
      })
    }
  }
})

test('fees are split and paid out to the wei', () => {
  const splits = hear<Split>('RewardDistributor.FeeSplit')
  const accruals = hear<Accrued>('RewardDistributor.RewardAccrued')
  expect(splits.length).toBeGreaterThan(100)
  for (const { args } of splits) {
    const own = accruals.filter((one) => one.args.inferenceId === args.inferenceId).map((one) => one.args)
    const paid = (...roles: number[]) => sum(own.filter(({ role }) => roles.includes(role)).map(({ amount }) => amount))
    expect(sum([args.platform, args.model, args.compute, args.stakers, args.contributors])).toBe(args.fee)
    expect([paid(0), paid(1), paid(2), paid(4)]).toEqual([args.platform, args.model, args.stakers, args.compute])
    expect(paid(3, 5)).toBe(args.contributors)
  }
})

test('claims are honest, but for the three operators whose labels say otherwise', async () => {
  const claims = new Map(
    hear<Committed>('InferenceLedger.AttributionCommitted').map(({ args }) => [args.inferenceId, args]),
  )
  const seen = new Map<string, Set<string>>()
  for (const { args } of hear<Recorded>('InferenceLedger.InferenceRecorded')) {
    const claim = claims.get(args.inferenceId)
    if (claim === undefined) continue
    const kind = MODELS[Number(args.modelId) - 1]?.conduct.kind ?? 'unknown'
    seen.set(kind, (seen.get(kind) ?? new Set()).add(await judge(args, claim)))
  }
  expect(Object.fromEntries([...seen].map(([kind, verdicts]) => [kind, [...verdicts].sort()]))).toEqual({
    honest: ['right'],
    overstates: ['wrong'],
    'withholds-evidence': ['evidence gone'],
    'withdraws-content': ['content gone'],
  })
})

test('proposals go every way that there is, and the timelock knows them by the id that their calls give', () => {
  const governor = chain.addresses.OpenLedgerGovernor
  const made = hear<Proposed>('OpenLedgerGovernor.ProposalCreated').map(({ args }) => {
    const calls = args.targets.map((target, index) => ({
      ...{ target, value: args.values[index] ?? 0n, signature: '', calldata: args.calldatas[index] ?? '0x' },
    }))
    return [args.proposalId, operationOf(governor, calls, stringToHex(args.description))]
  })
  const operations = new Map(made as [bigint, string][])
  const of = (name: string) =>
    hear<{ proposalId: bigint }>(`OpenLedgerGovernor.${name}`).map(({ args }) => operations.get(args.proposalId))
  const known = (name: string) => [...new Set(hear<{ id: string }>(`Timelock.${name}`).map(({ args }) => args.id))]
  expect(operations.size).toBeGreaterThanOrEqual(4)
  expect(known('CallScheduled').sort()).toEqual(of('ProposalQueued').sort())
  expect(known('CallExecuted')).toEqual(of('ProposalExecuted'))
  expect([of('ProposalExecuted').length, of('ProposalCanceled').length, known('Cancelled').length]).toEqual([2, 1, 1])
  // The new fee is in force, and callers know it.
  expect(new Set(hear<Split>('RewardDistributor.FeeSplit').map(({ args }) => args.platform)).size).toBe(2)
})

test('governance exchanged the code of the vault, which went on as before', async () => {
  const isVault = ({ log }: Said<unknown>) => getAddress(log.address) === getAddress(chain.addresses.StudioVault)
  const upgrades = hear<{ implementation: Hex }>('Proxy.Upgraded').filter(isVault)
  const [first, second] = upgrades.map(({ args }) => args.implementation)
  expect([upgrades.length, second]).toEqual([2, spareVaultCode(chain.addresses, chain.cast.founder.address)])
  expect(first).not.toBe(second)
  const upgradedAt = Number(upgrades[1]?.log.blockNumber)
  const later = hear('StudioVault.CreditsSpent').filter(({ log }) => Number(log.blockNumber) > upgradedAt)
  expect(later.length).toBeGreaterThan(0)
})

test('one Datanet is private, and its readers pay', () => {
  const hidden = [...chain.society.world.datanets.values()].filter(({ isPublic }) => !isPublic)
  expect(hidden).toHaveLength(1)
  const paid = hear<{ fee: bigint }>('Datanet.DataAccessPaid')
  expect(paid.map(({ args }) => args.fee)).toEqual(paid.map(() => hidden[0]?.fee))
})

test('after a fork the inhabitants know only what is left, and go on from there', async () => {
  const height = chain.society.world.height
  const gone = [await chain.step(), await chain.step(), await chain.step()]
  await chain.rollBack(gone.length)
  expect(chain.society.world.height).toBe(height)
  const block = await chain.step(chain.sequencer.headTime() + 2)
  expect(block).toMatchObject({ number: gone[0]?.number, failed: [] })
  expect(block.hash).not.toBe(gone[0]?.hash)
})

test('a restart goes on with everything that was known', async () => {
  const before = { world: structuredClone(chain.society.world), head: await head() }
  await chain.stop()
  chain = await startChain({ home, contentUrl: contents.url })
  expect(chain.seed).toBe(SEED)
  expect(await head()).toEqual(before.head)
  expect(chain.society.world).toEqual(before.world)
  const block = await chain.step()
  expect(block).toMatchObject({ number: before.world.height + 1, failed: [] })
})

test('the content server shows files by hash and nothing else', async () => {
  const status = async (path: string, method = 'GET') => (await fetch(`${contents.url}${path}`, { method })).status
  expect(await status('/')).toBe(404)
  expect(await status('/withheld/')).toBe(404)
  expect(await status('/../chain/addresses.json')).toBe(404)
  expect(await status(`/${hashText('never written')}.json`)).toBe(404)
  expect(await status('/', 'POST')).toBe(405)
})

/** Recomputes from what is public, and compares with what was claimed. */
async function judge(recorded: Recorded, claim: Committed): Promise<string> {
  const content = await fetch(recorded.contentUri)
  if (content.status === 410) return 'content gone'
  const { input, output } = (await content.json()) as { input: string; output: string }
  expect([hashText(input), hashText(output)]).toEqual([recorded.inputHash, recorded.outputHash])
  const evidence = await fetch(claim.evidenceUri)
  if (evidence.status === 410) return 'evidence gone'
  const lines = (await evidence.text()).split('\n').filter((line) => line !== '')
  const leaves = lines.map((line): Line => JSON.parse(line))
  expect(leaves).toHaveLength(claim.count)
  expect(rootOf(leaves)).toBe(claim.root)
  const { points, data } = dataSetOf(recorded)
  const shares = attribute(output, data).shares.filter(({ sharePpb }) => sharePpb > 0)
  const own = shares.map(({ row, sharePpb }) => ({ ...points[row], sharePpb }))
  const name = ({ datanetId, contributionId, row, sharePpb }: Named) =>
    [datanetId, contributionId, row, sharePpb].join()
  return own.map(name).join(' ') === leaves.map(name).join(' ') ? 'right' : 'wrong'
}

type Named = Partial<Record<'datanetId' | 'contributionId' | 'row', unknown>> & { sharePpb: number }

const dataSets = new Map<string, { points: DataPoint[]; data: DataSet }>()

/** The rows of the model version that answered, in submission order. */
function dataSetOf({ modelId, version }: Recorded): { points: DataPoint[]; data: DataSet } {
  const key = `${modelId}/${version}`
  const known = dataSets.get(key)
  if (known !== undefined) return known
  const { world } = chain.society
  const used = world.models.get(modelId)?.versions[version - 1]?.data ?? []
  const points = used
    .flatMap((one) => world.datanets.get(one.datanetId)?.versions[one.version - 1]?.dataPoints ?? [])
    .sort((a, b) => a.place.block - b.place.block || a.place.logIndex - b.place.logIndex || a.row - b.row)
  const rows = points.map(({ contributor, text }) => ({ owner: contributor.toLowerCase(), text }))
  const made = { points, data: createDataSet(rows) }
  dataSets.set(key, made)
  return made
}

function rootOf(leaves: Line[]): string {
  if (leaves.length === 0) return zeroHash
  const values = leaves.map((leaf) => [leaf.datanetId, leaf.contributionId, leaf.row, leaf.contributor, leaf.sharePpb])
  return StandardMerkleTree.of(values, ['uint256', 'uint256', 'uint32', 'address', 'uint32']).root
}

async function listen(): Promise<Said[]> {
  const all = await chain.rpc.ask<RpcLog[]>('eth_getLogs', { fromBlock: '0x0', toBlock: 'latest' })
  // A beacon and a proxy's administrator say once whose they are; nobody follows that.
  const logs = all.filter(({ topics }) => topics[0] !== toEventSelector('OwnershipTransferred(address,address)'))
  return logs.map((log) => {
    const contract = contractAt(log.address)
    const speaker = nameOfLog(contract, log) === null ? 'Proxy' : contract
    const { name, args } = decodeLog(speaker, log)
    return { name: `${speaker}.${name}`, args, log }
  })
}

/** What the processor makes of the chain so far: with traces, which are many, only of its beginning. */
async function live(transactions: Transactions): Promise<Memory> {
  const memory = createMemory()
  const book = readAddressBook(readConfig({ NETWORK: 'local', HEADWATER_HOME: home }))
  const to = transactions === 'traces' ? TRACED_BLOCKS : BLOCKS
  for (let from = 1; from <= to; from += 20) {
    const blocks = await readChain(chain.rpc, { from, to: Math.min(from + 19, to), transactions })
    processInMemory(memory, blocks, book)
  }
  return memory
}

const lives = new Map<Transactions, Promise<Memory>>()

function lived(transactions: Transactions): Promise<Memory> {
  const known = lives.get(transactions) ?? live(transactions)
  lives.set(transactions, known)
  return known
}

function contractAt(address: Hex): ContractName {
  const found = Object.entries(chain.addresses).find(([, at]) => getAddress(at) === getAddress(address))
  return (found?.[0] ?? 'Datanet') as ContractName
}

function hear<Args>(name: string): Said<Args>[] {
  return said.filter((one) => one.name === name) as unknown as Said<Args>[]
}

function head(): Promise<{ hash: Hex }> {
  return chain.rpc.ask<{ hash: Hex }>('eth_getBlockByNumber', 'latest', false)
}

function sum(amounts: bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}

function toHex(number: number): Hex {
  return `0x${number.toString(16)}`
}
