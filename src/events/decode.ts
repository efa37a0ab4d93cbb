// From blocks to events. Total: whatever bytes a log carries, it becomes an event, a skipped event with its reason, or, when
// its speaker is no contract of ours, nothing.
import type { ChainBlock, ChainLog } from '../chain/block'
import { WATCHED, type WatchedContract } from '../chain/watched'
import { type AddressBook, CONTRACTS } from '../config'
import { datanet } from './data/datanet'
import { datanetFactory } from './data/datanet-factory'
import type { DatanetRegistry } from './data/datanet-registry'
import type { Decoders, LogContext } from './decoder'
import type { Event, EventOrigin, Statement } from './event'
import { grantProgram } from './funding/grant-program'
import { studioVault } from './funding/studio-vault'
import { governor } from './governance/governor'
import { timelock } from './governance/timelock'
import { datanetId } from './ids'
import { inferenceLedger } from './inferences/inference-ledger'
import { rewardDistributor } from './inferences/reward-distributor'
import { decodeFields, UndecodableLog } from './log-fields'
import { adapterRegistry } from './models/adapter-registry'
import { agentRegistry } from './models/agent-registry'
import { modelRegistry } from './models/model-registry'
import { staking } from './staking/staking'
import { gopen, wopen } from './token/token'

const DECODERS: { [C in WatchedContract]: Decoders<C> } = {
  DatanetFactory: datanetFactory,
  Datanet: datanet,
  ModelRegistry: modelRegistry,
  InferenceLedger: inferenceLedger,
  RewardDistributor: rewardDistributor,
  Staking: staking,
  WOPEN: wopen,
  GOPEN: gopen,
  AdapterRegistry: adapterRegistry,
  AgentRegistry: agentRegistry,
  StudioVault: studioVault,
  GrantProgram: grantProgram,
  OpenLedgerGovernor: governor,
  Timelock: timelock,
}

/**
 * The events of a block: creations of Datanets first, everything else in log order. So a Datanet's log counts whether it
 * stands before or behind the creation in the same block, as constructors' logs do; what matters is the block alone.
 */
export function decodeBlock(block: ChainBlock, book: AddressBook, registry: DatanetRegistry): Event[] {
  const creations = decodeCreations(block, book)
  const others = block.logs.flatMap((log) => {
    const contract = speakerOf(log, book, block.number, registry)
    if (contract === null || contract.name === 'DatanetFactory') return []
    const siblings = block.logs.filter((other) => other.transactionIndex === log.transactionIndex)
    const context = { log, siblings, datanet: contract.datanet, token: book.contracts.WOPEN }
    return [decodeLog(block, book.chainId, contract.name, context)]
  })
  return [...creations.map((event) => registered(event, registry)), ...others]
}

/** The factory's logs alone, which say who else may speak. */
export function decodeCreations(block: ChainBlock, book: AddressBook): Event[] {
  return block.logs
    .filter((log) => log.address === book.contracts.DatanetFactory && isWatched('DatanetFactory', log))
    .map((log) =>
      decodeLog(block, book.chainId, 'DatanetFactory', { log, siblings: [], datanet: '', token: undefined }),
    )
}

/** A creation that takes another Datanet's number or contract creates nothing. */
function registered(event: Event, registry: DatanetRegistry): Event {
  if (event.kind !== 'datanetCreated' || event.datanetId === 0n) return event
  const id = datanetId(event.at.chainId, event.datanetId)
  if (registry.datanetOf(event.datanetContract, event.at.blockNumber) === id) return event
  const { at, contract, topic0 } = event
  return {
    kind: 'skipped',
    reason: `the Datanet ${event.datanetId} or its contract exists already`,
    at,
    contract,
    topic0,
  }
}

type Speaker = { name: WatchedContract; datanet: string }

function speakerOf(log: ChainLog, book: AddressBook, blockNumber: number, registry: DatanetRegistry): Speaker | null {
  for (const name of CONTRACTS) {
    if (log.address === book.contracts[name]) return isWatched(name, log) ? { name, datanet: '' } : null
  }
  if (!isWatched('Datanet', log)) return null
  const id = registry.datanetOf(log.address, blockNumber)
  return id === null ? null : { name: 'Datanet', datanet: id }
}

function isWatched(contract: WatchedContract, log: ChainLog): boolean {
  return log.topics[0] !== undefined && WATCHED[contract].has(log.topics[0])
}

function decodeLog(block: ChainBlock, chainId: number, contract: WatchedContract, context: LogContext): Event {
  const { log } = context
  const topic0 = log.topics[0] ?? null
  const origin: EventOrigin = {
    at: {
      chainId,
      blockNumber: block.number,
      blockHash: block.hash,
      parentHash: block.parentHash,
      timestamp: block.timestamp,
      transactionHash: log.transactionHash,
      transactionIndex: log.transactionIndex,
      logIndex: log.logIndex,
    },
    contract: log.address,
    topic0,
  }
  try {
    return { ...decodeStatement(contract, context), ...origin }
  } catch (error) {
    if (!(error instanceof UndecodableLog)) throw error
    return { kind: 'skipped', reason: error.message, ...origin }
  }
}

function decodeStatement(contract: WatchedContract, context: LogContext): Statement {
  const event = WATCHED[contract].get(context.log.topics[0] ?? '')
  if (event === undefined) throw new UndecodableLog(`${contract} has no such event`)
  const decoders: Record<string, Decoders<WatchedContract>[keyof Decoders<WatchedContract>]> = DECODERS[contract]
  const decode = decoders[event.name]
  if (decode === undefined) throw new Error(`no decoder for ${contract}.${event.name}`)
  return decode(decodeFields(event, context.log), context)
}
