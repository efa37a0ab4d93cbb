// What do the inhabitants know? The state of the local chain as they see it, all of it read back from logs and contents, so
// that a restart knows what was known before.
import type { Address, Hex } from 'viem'
import { FEE_RATES } from '../chain/deploy'
import type { ContributionRow } from '../library/documents'

export type World = {
  /** Height of the newest block seen. */
  height: number
  readonly datanets: Map<bigint, Datanet>
  baseModels: number
  readonly models: Map<bigint, Model>
  /** Inferences whose attribution has not been committed. */
  readonly open: Map<Hex, OpenInference>
  /** The newest claims, for those who check them. */
  readonly claims: PostedClaim[]
  readonly disputed: Map<Hex, { method: number; isOpen: boolean }>
  inferences: number
  settled: number
  readonly stakes: Map<bigint, Stake>
  stakingConfigs: number
  readonly accrued: Map<Address, bigint>
  readonly hosts: Map<Hex, Host>
  readonly adapters: Map<bigint, Adapter>
  readonly agents: Map<bigint, Agent>
  /** Studio credits of each account. */
  readonly credits: Map<Address, bigint>
  readonly grants: Map<bigint, Grant>
  /** Who has taken his part of the airdrop. */
  readonly airdropped: Set<Address>
  /** What was said of the airdrop's batches. */
  airdropNews: number
  /** Who has ever let somebody vote for him, himself included. */
  readonly voters: Set<Address>
  readonly proposals: Map<bigint, Proposal>
  /** The timelock operation that was scheduled last. */
  scheduled: Hex | null
  /** Governance can change it. */
  platformFee: bigint
}

export type Datanet = {
  readonly id: bigint
  readonly address: Address
  readonly owner: Address
  readonly name: string
  readonly isPublic: boolean
  readonly fee: bigint
  readonly contributions: Map<bigint, Contribution>
  readonly versions: DatanetVersion[]
  readonly stakes: Map<Address, bigint>
  /** The newest version no longer holds what the Datanet holds. */
  isChanged: boolean
  publishedAt: number
}

export type Contribution = {
  readonly id: bigint
  readonly contributor: Address
  readonly contentRoot: Hex
  readonly rows: readonly ContributionRow[]
  readonly place: Place
  status: 'submitted' | 'approved' | 'rejected' | 'withdrawn'
  readonly removed: Set<number>
  isSlashed: boolean
}

/** Submission order is the order of these, then of rows. */
export type Place = { readonly block: number; readonly logIndex: number }

export type DataPoint = {
  readonly datanetId: bigint
  readonly contributionId: bigint
  readonly row: number
  readonly contributor: Address
  readonly text: string
  readonly place: Place
}

export type DatanetVersion = { readonly version: number; readonly dataPoints: readonly DataPoint[] }

export type Model = {
  readonly id: bigint
  readonly owner: Address
  readonly name: string
  readonly versions: ModelVersion[]
  trainedAt: number
}

export type ModelVersion = {
  readonly version: number
  readonly data: { readonly datanetId: bigint; readonly version: number }[]
  isPublished: boolean
  inputRate: bigint
  outputRate: bigint
}

export type OpenInference = {
  readonly id: Hex
  readonly modelId: bigint
  readonly version: number
  readonly contentUri: string
}

export type PostedClaim = { readonly inference: OpenInference; readonly method: number; readonly root: Hex }

export type Stake = {
  readonly id: bigint
  /** null: hidden behind a commitment. */
  recipient: Address | null
  readonly openedAt: number
  status: 'open' | 'requested' | 'closed'
  changedAt: number
}

export type Host = { readonly operator: Address; isRetired: boolean }

export type Adapter = { readonly id: bigint; readonly modelId: bigint; readonly hosts: Set<Hex> }

export type Agent = {
  readonly id: bigint
  readonly owner: Address
  readonly modelId: bigint
  stake: bigint
  isRetired: boolean
}

export type Milestone = { readonly amountUsd: bigint; status: 'set' | 'reached' | 'paid' }

export type Grant = {
  readonly id: bigint
  readonly amountUsd: bigint
  readonly milestones: Map<number, Milestone>
  isClosed: boolean
}

export type Proposal = {
  readonly id: bigint
  /** How many there were before it. */
  readonly number: number
  readonly calldatas: readonly Hex[]
  status: 'created' | 'voted' | 'queued' | 'ended'
  operation: Hex | null
  readonly createdAt: number
  changedAt: number
}

export function createWorld(): World {
  return {
    height: 0,
    datanets: new Map(),
    baseModels: 0,
    models: new Map(),
    open: new Map(),
    claims: [],
    disputed: new Map(),
    inferences: 0,
    settled: 0,
    stakes: new Map(),
    stakingConfigs: 0,
    accrued: new Map(),
    hosts: new Map(),
    adapters: new Map(),
    agents: new Map(),
    credits: new Map(),
    grants: new Map(),
    airdropped: new Set(),
    airdropNews: 0,
    voters: new Set(),
    proposals: new Map(),
    scheduled: null,
    platformFee: FEE_RATES.platformFee,
  }
}

/** What a version published now would hold: approved, neither withdrawn nor removed, in submission order. */
export function currentDataPoints(datanet: Datanet): DataPoint[] {
  return [...datanet.contributions.values()]
    .filter(({ status }) => status === 'approved')
    .sort((a, b) => comparePlaces(a.place, b.place))
    .flatMap(({ id, contributor, rows, removed, place }) =>
      rows
        .map(({ text }, row) => ({ datanetId: datanet.id, contributionId: id, row, contributor, text, place }))
        .filter(({ row }) => !removed.has(row)),
    )
}

/** The data set of a model version: its Datanet versions' rows, in submission order. */
export function dataPointsOf(world: World, version: ModelVersion): DataPoint[] {
  return version.data
    .flatMap(({ datanetId, version: number }) => {
      const versions = world.datanets.get(datanetId)?.versions ?? []
      return versions.find((one) => one.version === number)?.dataPoints ?? []
    })
    .sort((a, b) => comparePlaces(a.place, b.place) || a.row - b.row)
}

export function findDatanet(world: World, name: string): Datanet | undefined {
  return [...world.datanets.values()].find((datanet) => datanet.name === name)
}

export function findModel(world: World, name: string): Model | undefined {
  return [...world.models.values()].find((model) => model.name === name)
}

export function latestPublished(model: Model): ModelVersion | undefined {
  return model.versions.findLast(({ isPublished }) => isPublished)
}

export function countContributions(world: World): number {
  return [...world.datanets.values()].reduce((sum, { contributions }) => sum + contributions.size, 0)
}

function comparePlaces(a: Place, b: Place): number {
  return a.block - b.block || a.logIndex - b.logIndex
}
