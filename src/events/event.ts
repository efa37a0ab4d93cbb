// What the chain said, in our words: one union, one member a kind. Numbers are the chain's own (bigint), addresses and
// hashes lower-case hex, texts free of U+0000.
import type { BridgeEvent } from './bridge/bridge-event'
import type { DataEvent } from './data/data-event'
import type { AirdropEvent } from './funding/airdrop-event'
import type { CreditEvent } from './funding/credit-event'
import type { GrantEvent } from './funding/grant-event'
import type { GovernanceEvent } from './governance/governance-event'
import type { TimelockEvent } from './governance/timelock-event'
import type { UpgradeEvent } from './governance/upgrade-event'
import type { InferenceEvent } from './inferences/inference-event'
import type { RewardEvent } from './inferences/reward-event'
import type { AdapterEvent } from './models/adapter-event'
import type { AgentEvent } from './models/agent-event'
import type { ModelEvent } from './models/model-event'
import type { StakingEvent } from './staking/staking-event'
import type { TokenEvent } from './token/token-event'

/** Where an event stands: every row that follows from it names this place. */
export type Position = Readonly<{
  chainId: number
  blockNumber: number
  blockHash: string
  parentHash: string | null
  timestamp: Date
  transactionHash: string
  transactionIndex: number
  logIndex: number
}>

export type EventOrigin = Readonly<{ at: Position; contract: string; topic0: string | null }>

/** A log of a known contract that can't be used. */
export type Skipped = Readonly<{ kind: 'skipped'; reason: string }>

export type Statement =
  | DataEvent
  | ModelEvent
  | AdapterEvent
  | AgentEvent
  | InferenceEvent
  | RewardEvent
  | CreditEvent
  | GrantEvent
  | AirdropEvent
  | GovernanceEvent
  | TimelockEvent
  | UpgradeEvent
  | StakingEvent
  | TokenEvent
  | BridgeEvent
  | Skipped

export type EventKind = Statement['kind']
export type Event = Statement & EventOrigin
export type EventOf<K extends EventKind> = Extract<Statement, { kind: K }> & EventOrigin
