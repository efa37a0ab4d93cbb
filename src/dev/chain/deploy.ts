// Which contracts stand on the local chain, and where? Deploys them all in one block and writes the address book.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  type Address,
  getAddress,
  getContractAddress,
  type Hex,
  keccak256,
  type PrivateKeyAccount,
  parseEther,
  stringToHex,
  zeroAddress,
  zeroHash,
} from 'viem'
import type { Transactions } from '../../config'
import { type Deployed, type DeployedOnL1, encodeCall, encodeDeployment } from '../contracts/contract'
import { ChainStateError, TransactionFailedError } from '../errors'
import type { Rpc } from './rpc'
import type { Intent, Sequencer } from './sequencer'

/** What is known of a local chain outside of it; the processor reads it too. */
export type AddressBook = {
  readonly chainId: number
  readonly interface: 'poa/1'
  readonly startBlock: number
  readonly finalityConfirmation: number
  readonly transactions?: Transactions
  readonly state: 'staking'
  readonly rpcUrls: readonly string[]
  readonly contracts: Deployed
  /** Beacons, whose upgrades are those of every proxy that looks at them. */
  readonly proxies: readonly Address[]
  /** The L1, where this chain has one. */
  readonly ethereum?: L1Book
  readonly content: { readonly allowPrivateAddresses: true; readonly baseUrl: string }
  readonly seed: number
}

export type L1Book = Pick<AddressBook, 'chainId' | 'startBlock' | 'finalityConfirmation' | 'rpcUrls'> & {
  readonly contracts: DeployedOnL1
}

/** Who gets what of a fee; rates in ppm of what is left after the platform's fee. */
export const FEE_RATES = {
  platformFee: parseEther('0.001'),
  modelPpm: 300_000,
  computePpm: 100_000,
  stakersPpm: 150_000,
} as const

export type Treasuries = { readonly treasury: Address; readonly stakerPool: Address; readonly remainder: Address }

const DEPLOYMENT_GAS = 6_000_000n
const MESSAGE_PASSER: Address = '0x4200000000000000000000000000000000000016'

export async function deployContracts(
  { rpc, sequencer }: { rpc: Rpc; sequencer: Sequencer },
  deployer: PrivateKeyAccount,
  { treasury, stakerPool, remainder }: Treasuries,
): Promise<Pick<AddressBook, 'contracts' | 'proxies'>> {
  // Not zero: the deployer's own deposit counts as a transaction of its account.
  const first = BigInt(await rpc.ask<Hex>('eth_getTransactionCount', deployer.address, 'latest'))
  const at = (index: bigint) => getContractAddress({ from: deployer.address, nonce: first + index })
  const contracts: Deployed = {
    DatanetFactory: at(0n),
    ModelRegistry: at(1n),
    RewardDistributor: at(2n),
    InferenceLedger: at(3n),
    WOPEN: at(4n),
    Staking: at(5n),
    GOPEN: at(6n),
    // Behind the call that names the ledger.
    AdapterRegistry: at(8n),
    AgentRegistry: at(9n),
    // Proxies: the code that they run is deployed before governance, which may exchange it.
    StudioVault: at(BigInt(VAULT_NONCE)),
    GrantProgram: at(16n),
    Timelock: at(12n),
    OpenLedgerGovernor: at(13n),
    L2ToL1MessagePasser: MESSAGE_PASSER,
    SigDispersal: at(18n),
  }
  const [vaultCode, grantCode, beacon] = [at(10n), at(11n), at(15n)]
  const create: Create = (name, args) => ({
    from: deployer,
    to: null,
    data: encodeDeployment(name, args),
    gas: DEPLOYMENT_GAS,
    what: `deploy ${name}`,
  })
  const intents = [
    create('DatanetFactory', []),
    create('ModelRegistry', []),
    create('RewardDistributor', [FEE_RATES, treasury, stakerPool, remainder]),
    create('InferenceLedger', [contracts.ModelRegistry, contracts.RewardDistributor]),
    create('WOPEN', []),
    create('Staking', []),
    create('GOPEN', []),
    {
      from: deployer,
      to: contracts.RewardDistributor,
      data: encodeCall('RewardDistributor', 'setLedger', [contracts.InferenceLedger]),
      what: 'name the ledger',
    },
    create('AdapterRegistry', []),
    create('AgentRegistry', []),
    create('StudioVault', [contracts.InferenceLedger]),
    create('GrantProgram', []),
    ...governance(contracts, deployer.address, create),
    create('Proxy', [vaultCode, contracts.Timelock]),
    create('Beacon', [grantCode, contracts.Timelock]),
    create('BeaconProxied', [beacon]),
    create('StudioVault', [contracts.InferenceLedger]),
    create('SigDispersal', []),
    ...handOver(contracts, deployer),
  ]
  // A predeploy: its code stands there from the beginning, and no transaction puts it there.
  const code = await rpc.ask<Hex>('eth_call', { data: encodeDeployment('L2ToL1MessagePasser', []) }, 'latest')
  await rpc.ask('anvil_setCode', MESSAGE_PASSER, code)
  const block = await sequencer.build({ mintings: [], intents }, sequencer.headTime() + 1)
  if (block.failed.length > 0) throw new TransactionFailedError({ what: block.failed.join(', '), reason: 'reverted' })
  return { contracts, proxies: [beacon] }
}

/** Of the founder, counted from the first contract. */
const [VAULT_NONCE, SPARE_NONCE] = [14, 17]

/** Code for the vault that governance may choose instead: deployed with the rest, used by nobody yet. */
export function spareVaultCode(contracts: Deployed, founder: Address): Address {
  const at = (nonce: number) => getContractAddress({ from: founder, nonce: BigInt(nonce) })
  const first = [0, 1, 2].find((nonce) => at(nonce) === getAddress(contracts.DatanetFactory))
  return at((first ?? 0) + SPARE_NONCE)
}

const VOTES_CLOCK = { votingDelaySeconds: 5, votingPeriodSeconds: 30, minDelaySeconds: 5 } as const
const THRESHOLD = parseEther('10')
const ANYONE: Address = zeroAddress

type Create = (name: Parameters<typeof encodeDeployment>[0], args: readonly unknown[]) => Intent

/** Times are short, for a chain that is watched. */
function governance(contracts: Deployed, founder: Address, create: Create): Intent[] {
  const { votingDelaySeconds, votingPeriodSeconds, minDelaySeconds } = VOTES_CLOCK
  const settings = [votingDelaySeconds, votingPeriodSeconds, THRESHOLD]
  return [
    create('Timelock', [minDelaySeconds, [contracts.OpenLedgerGovernor], [ANYONE], founder]),
    create('OpenLedgerGovernor', [contracts.GOPEN, contracts.Timelock, ...settings]),
  ]
}

/** The founder keeps the right to cancel and gives up all others; fees are governance's from here on. */
function handOver(contracts: Deployed, founder: PrivateKeyAccount): Intent[] {
  const call = (to: keyof Deployed, name: string, args: readonly unknown[]): Intent => ({
    from: founder,
    to: contracts[to],
    data: encodeCall(to, name, args),
    what: `${to}.${name}`,
  })
  return [
    call('Timelock', 'grantRole', [keccak256(stringToHex('CANCELLER_ROLE')), founder.address]),
    call('Timelock', 'renounceRole', [zeroHash, founder.address]),
    call('RewardDistributor', 'transferAdmin', [contracts.Timelock]),
  ]
}

export function writeAddressBook(file: string, book: AddressBook): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, `${JSON.stringify(book, null, 2)}\n`)
  renameSync(`${file}.part`, file)
}

/** null: no chain was begun here. */
export function readAddressBook(file: string): AddressBook | null {
  if (!existsSync(file)) return null
  try {
    const book: AddressBook = JSON.parse(readFileSync(file, 'utf8'))
    // What a start goes on from; without it another chain would be begun in the place of this one.
    for (const url of [book.rpcUrls[0], book.content.baseUrl]) new URL(url ?? '')
    if (!Number.isSafeInteger(book.seed) || !Number.isSafeInteger(book.chainId))
      throw new Error('seed or chain id is missing')
    if (!book.contracts.DatanetFactory.startsWith('0x')) throw new Error('the contracts are missing')
    return book
  } catch (cause) {
    throw new ChainStateError({ file }, cause)
  }
}
