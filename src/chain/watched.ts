// Which blocks and logs we ask for: the events of each contract, by address where it is known and by topic alone for
// Datanets, which a factory creates; who may speak as a Datanet is decided when the log is decoded. Any known contract may be a proxy,
// and then says ERC-1967's events beside its own.
import { type AddressBook, CONTRACTS, ConfigurationError } from '../config'
import { type AbiEvent, abiEvent, type ContractName } from './abi'

/** Whose either end of the OFT is, and whom it trusts. */
const OFT_SETTINGS = ['OwnershipTransferred', 'PeerSet', 'EnforcedOptionSet', 'MsgInspectorSet', 'PreCrimeSet'] as const

const WATCHED_NAMES = {
  DatanetFactory: ['DatanetCreated'],
  Datanet: [
    'ContributionSubmitted',
    'ContributionApproved',
    'ContributionRejected',
    'ContributionWithdrawn',
    'RowsRemoved',
    'VersionPublished',
    'MetadataUpdated',
    'StakeDeposited',
    'StakeWithdrawn',
    'ContributorSlashed',
    'DataAccessPaid',
    'PenaltyScoreSet',
  ],
  ModelRegistry: [
    'BaseModelRegistered',
    'ModelRegistered',
    'TrainingRecorded',
    'TrainingDataUsed',
    'ModelPublished',
    'ModelDeprecated',
  ],
  InferenceLedger: [
    'InferenceRecorded',
    'AdapterUsed',
    'AttributionCommitted',
    'AttributionDisputed',
    'DisputeResolved',
  ],
  RewardDistributor: ['FeeSplit', 'RewardAccrued', 'RemainderRecipientSet', 'RewardWithdrawn'],
  Staking: ['ConfigCreated', 'ConfigSet', 'Staked', 'CommitStake', 'ToppedUp', 'RequestUnstake', 'Unstaked'],
  WOPEN: ['Transfer', 'Approval', 'Deposit', 'Withdrawal'],
  GOPEN: ['Transfer', 'Approval', 'Deposit', 'Withdrawal', 'DelegateChanged', 'DelegateVotesChanged'],
  AdapterRegistry: ['HostRegistered', 'HostRetired', 'AdapterRegistered', 'AdapterDeployed', 'AdapterRetired'],
  AgentRegistry: ['AgentDeployed', 'AgentStakeChanged', 'AgentSlashed', 'AgentRetired'],
  StudioVault: ['Deposited', 'CreditsSpent', 'Withdrawn'],
  GrantProgram: ['GrantAwarded', 'MilestoneSet', 'MilestoneReached', 'GrantDisbursed', 'GrantClosed'],
  OpenLedgerGovernor: [
    'ProposalCreated',
    'ProposalQueued',
    'ProposalExecuted',
    'ProposalCanceled',
    'VoteCast',
    'VoteCastWithParams',
    'VotingDelaySet',
    'VotingPeriodSet',
    'ProposalThresholdSet',
    'QuorumNumeratorUpdated',
    'TimelockChange',
  ],
  Timelock: ['CallScheduled', 'CallSalt', 'CallExecuted', 'Cancelled', 'MinDelayChange', 'RoleGranted', 'RoleRevoked'],
  L2ToL1MessagePasser: ['MessagePassed'],
  OPEN: ['Transfer', 'Approval'],
  OPENOFT: ['Transfer', 'Approval', 'OFTSent', 'OFTReceived', ...OFT_SETTINGS],
  OPENOFTAdapter: ['OFTSent', 'OFTReceived', ...OFT_SETTINGS],
  OptimismPortal: ['TransactionDeposited', 'WithdrawalProven', 'WithdrawalFinalized'],
  DisputeGameFactory: ['DisputeGameCreated'],
  L2OutputOracle: ['OutputProposed'],
  SystemConfig: ['ConfigUpdate'],
  SigDispersal: ['AirdropClaimed', 'VaultSet', 'TokenSet', 'BatchEnabled', 'BatchFeeSet'],
  Proxy: ['Upgraded', 'AdminChanged', 'BeaconUpgraded'],
} as const satisfies Record<ContractName, readonly string[]>

export type WatchedContract = keyof typeof WATCHED_NAMES
export type WatchedEvent<C extends WatchedContract> = (typeof WATCHED_NAMES)[C][number]

/** Per contract: its watched events by topic0. */
export const WATCHED = mapContracts((contract) => {
  return byTopic(WATCHED_NAMES[contract].map((name) => abiEvent(contract, name)))
})

export type Watched = typeof WATCHED

/** The reference interface, which an address book speaks that names no other. */
export const INTERFACE = 'poa/1'

/** The event by which the factory says that it made a Datanet, and that event's field with the Datanet's address. */
export type Creation = Readonly<{ event: string; child: string }>

const CREATION: Creation = { event: 'DatanetCreated', child: 'datanet' }

type Version = Readonly<{ watched: Watched; creation: Creation }>

const versions = new Map<string, Version>([[INTERFACE, { watched: WATCHED, creation: CREATION }]])

/** A version that differs from ours in the events of these contracts, and perhaps in how Datanets come to be. */
export function addWatched(
  name: string,
  contracts: Readonly<Partial<Record<WatchedContract, readonly AbiEvent[]>>>,
  creation: Creation = CREATION,
): void {
  const changed = Object.entries(contracts).map(([contract, events]) => [contract, byTopic(events)])
  versions.set(name, { watched: { ...WATCHED, ...Object.fromEntries(changed) }, creation })
}

export function watchedBy(book: AddressBook): Watched {
  return versionOf(book).watched
}

/** How the chain of this address book says that a Datanet came to be. */
export function creationBy(book: AddressBook): { event: AbiEvent; child: string } {
  const { watched, creation } = versionOf(book)
  const event = [...watched.DatanetFactory.values()].find(({ name }) => name === creation.event)
  if (event?.fields.some(({ name, type }) => name === creation.child && type === 'address')) {
    return { event, child: creation.child }
  }
  throw new Error(`DatanetFactory of ${book.interface ?? INTERFACE} has no ${creation.event} with ${creation.child}`)
}

function versionOf({ interface: name = INTERFACE }: AddressBook): Version {
  const found = versions.get(name)
  if (found !== undefined) return found
  throw new ConfigurationError([`the address book speaks ${name}, which nobody here understands`])
}

export type LogRequest = {
  address?: string[]
  topic0: string[]
  transaction?: boolean
  transactionLogs?: boolean
}

/** What history asks an endpoint for. */
export type WatchedLogs = Readonly<{
  /** Contracts that the address book names. */
  addresses: readonly string[]
  topics: readonly string[]
  /** Of these, what only contracts say that a factory made. */
  childTopics: readonly string[]
}>

export function watchedLogs(book: AddressBook): WatchedLogs {
  const watched = watchedBy(book)
  const names = CONTRACTS.filter((name) => book.contracts[name] !== undefined)
  const addresses = [...names.flatMap((name) => book.contracts[name] ?? []), ...(book.proxies ?? [])]
  const childTopics = book.contracts.DatanetFactory === undefined ? [] : topicsOfChildren(watched)
  const own = names.flatMap((name) => [...watched[name].keys()])
  const proxyTopics = addresses.length === 0 ? [] : [...watched.Proxy.keys()]
  return { addresses, childTopics, topics: [...new Set([...own, ...proxyTopics, ...childTopics])] }
}

/** The call data of a dispute game name its block, those of the staking contract configs and their terms, and the transfers beside an `Unstaked` say what was returned. */
export function logRequests(book: AddressBook): LogRequest[] {
  const watched = watchedBy(book)
  const requests: LogRequest[] = []
  if (book.contracts.DatanetFactory !== undefined) requests.push({ topic0: topicsOfChildren(watched) })
  for (const contract of CONTRACTS) {
    const address = contract === 'Staking' ? undefined : book.contracts[contract]
    const item = { address: [address ?? ''], topic0: [...watched[contract].keys(), ...watched.Proxy.keys()] }
    if (address !== undefined) requests.push(contract === 'DisputeGameFactory' ? { ...item, transaction: true } : item)
  }
  const staking = book.contracts.Staking
  if (staking !== undefined) {
    requests.push({
      address: [staking],
      topic0: [...watched.Staking.keys(), ...watched.Proxy.keys()],
      transaction: true,
    })
    requests.push({ address: [staking], topic0: stakingTopics('Unstaked'), transactionLogs: true })
  }
  if (book.proxies !== undefined) requests.push({ address: [...book.proxies], topic0: [...watched.Proxy.keys()] })
  return requests
}

/** Datanets can stand behind proxies, as other contracts do. */
function topicsOfChildren({ Datanet, Proxy: proxy }: Watched): string[] {
  return [...Datanet.keys(), ...proxy.keys()]
}

function stakingTopics(...names: WatchedEvent<'Staking'>[]): string[] {
  return [...WATCHED.Staking].filter(([, event]) => names.some((name) => name === event.name)).map(([topic]) => topic)
}

function mapContracts<V>(make: (contract: WatchedContract) => V): Readonly<Record<WatchedContract, V>> {
  const names = Object.keys(WATCHED_NAMES) as WatchedContract[]
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<WatchedContract, V>
}

function byTopic(events: readonly AbiEvent[]): ReadonlyMap<string, AbiEvent> {
  return new Map(events.map((event) => [event.topic0, event]))
}
