// Which blocks and logs we ask for: the events of each contract, by address where it is known and by topic alone for
// Datanets, which a factory creates; who may speak as a Datanet is decided when the log is decoded.
import { type AddressBook, CONTRACTS } from '../config'
import { type AbiEvent, abiEvent, type ContractName } from './abi'

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
} as const satisfies Record<ContractName, readonly string[]>

export type WatchedContract = keyof typeof WATCHED_NAMES
export type WatchedEvent<C extends WatchedContract> = (typeof WATCHED_NAMES)[C][number]

/** Per contract: its watched events by topic0. */
export const WATCHED = mapContracts((contract) => {
  const events = WATCHED_NAMES[contract].map((name) => abiEvent(contract, name))
  return new Map(events.map((event) => [event.topic0, event])) as ReadonlyMap<string, AbiEvent>
})

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
  const names = CONTRACTS.filter((name) => book.contracts[name] !== undefined)
  const addresses = names.flatMap((name) => book.contracts[name] ?? [])
  const childTopics = book.contracts.DatanetFactory === undefined ? [] : [...WATCHED.Datanet.keys()]
  return { addresses, childTopics, topics: [...names.flatMap((name) => [...WATCHED[name].keys()]), ...childTopics] }
}

/** The call data of the staking contract name configs and their terms, and the transfers beside an `Unstaked` say what was returned. */
export function logRequests(book: AddressBook): LogRequest[] {
  const requests: LogRequest[] = []
  if (book.contracts.DatanetFactory !== undefined) requests.push({ topic0: [...WATCHED.Datanet.keys()] })
  for (const contract of CONTRACTS.filter((name) => name !== 'Staking')) {
    const address = book.contracts[contract]
    if (address !== undefined) requests.push({ address: [address], topic0: [...WATCHED[contract].keys()] })
  }
  const staking = book.contracts.Staking
  if (staking !== undefined) {
    requests.push({ address: [staking], topic0: [...WATCHED.Staking.keys()], transaction: true })
    requests.push({ address: [staking], topic0: stakingTopics('Unstaked'), transactionLogs: true })
  }
  return requests
}

function stakingTopics(...names: WatchedEvent<'Staking'>[]): string[] {
  return [...WATCHED.Staking].filter(([, event]) => names.some((name) => name === event.name)).map(([topic]) => topic)
}

function mapContracts<V>(make: (contract: WatchedContract) => V): Readonly<Record<WatchedContract, V>> {
  const names = Object.keys(WATCHED_NAMES) as WatchedContract[]
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<WatchedContract, V>
}
