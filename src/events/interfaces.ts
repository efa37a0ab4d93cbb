// Who decodes what a contract says, by the interface version that the address book names: `poa/1` is ours, others can stand beside it.

import type { AbiEvent } from '../chain/abi'
import { addWatched, type Creation, INTERFACE, type WatchedContract } from '../chain/watched'
import type { AddressBook } from '../config'
import { messagePasser } from './bridge/message-passer'
import { oftAdapter } from './bridge/oft'
import { disputeGames, outputOracle } from './bridge/output-root'
import { optimismPortal } from './bridge/portal'
import { datanet } from './data/datanet'
import { datanetFactory } from './data/datanet-factory'
import type { Decode, Decoders } from './decoder'
import { sigDispersal } from './funding/airdrop'
import { grantProgram } from './funding/grant-program'
import { studioVault } from './funding/studio-vault'
import { governor } from './governance/governor'
import { systemConfig } from './governance/system-config'
import { timelock } from './governance/timelock'
import { proxy } from './governance/upgrade'
import { inferenceLedger } from './inferences/inference-ledger'
import { rewardDistributor } from './inferences/reward-distributor'
import { adapterRegistry } from './models/adapter-registry'
import { agentRegistry } from './models/agent-registry'
import { modelRegistry } from './models/model-registry'
import { staking } from './staking/staking'
import { gopen, openOft, openToken, wopen } from './token/token'

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
  L2ToL1MessagePasser: messagePasser,
  OPEN: openToken,
  OPENOFT: openOft,
  OPENOFTAdapter: oftAdapter,
  OptimismPortal: optimismPortal,
  DisputeGameFactory: disputeGames,
  L2OutputOracle: outputOracle,
  SystemConfig: systemConfig,
  SigDispersal: sigDispersal,
  Proxy: proxy,
}

type DecodersOfAll = Readonly<Record<WatchedContract, Readonly<Record<string, Decode>>>>

const versions = new Map<string, DecodersOfAll>([[INTERFACE, DECODERS]])

/** What one contract says in another version: the events of its ABI, and a decoder for each by its name. */
export type ContractVersion = Readonly<{ events: readonly AbiEvent[]; decoders: Readonly<Record<string, Decode>> }>

/** The contracts in which a version differs from ours. A factory says besides which of its events makes a Datanet. */
export type InterfaceVersion = Readonly<
  Partial<Record<Exclude<WatchedContract, 'DatanetFactory'>, ContractVersion>> & {
    DatanetFactory?: ContractVersion & Readonly<{ creation: Creation }>
  }
>

/** The versions that an address book may name beside ours. One that is published gets its line here. */
const PUBLISHED: Readonly<Record<string, InterfaceVersion>> = {}

for (const [name, contracts] of Object.entries(PUBLISHED)) addInterface(name, contracts)

/** Its decoders end in the same statements, so that nothing behind them changes. */
export function addInterface(name: string, contracts: InterfaceVersion): void {
  const changed = Object.entries(contracts)
  const decoders = Object.fromEntries(changed.map(([contract, { decoders }]) => [contract, decoders]))
  const events = Object.fromEntries(changed.map(([contract, { events }]) => [contract, events]))
  addWatched(name, events, contracts.DatanetFactory?.creation)
  versions.set(name, { ...DECODERS, ...decoders })
}

export function decodersOf(book: AddressBook, contract: WatchedContract): Readonly<Record<string, Decode>> {
  return (versions.get(book.interface ?? INTERFACE) ?? DECODERS)[contract]
}
