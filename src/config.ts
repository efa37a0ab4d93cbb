// The only reader of the environment. Read once at start, validated whole, frozen: every fault is named at once.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { HeadwaterError } from './errors'

export const NETWORKS = ['openledger', 'openledger-testnet', 'local'] as const
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

/** The checkout: lib/config.js stands one folder below it. */
export const PROJECT_ROOT = resolve(__dirname, '..')

const text = z.string().trim().min(1)
const RPC_SCHEMES = ['http', 'https', 'ws', 'wss']
const urls = (schemes: string[]) =>
  text
    .transform((value) => value.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every((part) => hasScheme(part, schemes)), `must be URLs of ${schemes.join(', ')}`)
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/
const port = z
  .string()
  .trim()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a port, 0 to 65535')

const environment = z.object({
  NETWORK: z.enum(NETWORKS).default('local'),
  DATABASE_URL: text
    .refine((url) => hasScheme(url, ['postgres', 'postgresql']), 'must be a postgres:// URL')
    .optional(),
  RPC_URL: urls(RPC_SCHEMES).optional(),
  RPC_URL_ETHEREUM: urls(RPC_SCHEMES).optional(),
  RPC_URL_BSC: urls(RPC_SCHEMES).optional(),
  HOST: text.default('127.0.0.1'),
  PORT: port.optional(),
  GRAPHQL_SERVER_PORT: port.optional(),
  GQL_PORT: port.optional(),
  PROMETHEUS_PORT: port.optional(),
  HEADWATER_HOME: text.default('.headwater'),
  CONTENT_GATEWAYS: urls(['http', 'https']).default([]),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  GRAPHIQL: z.enum(['on', 'off']).optional(),
})

export type Config = Readonly<{
  network: (typeof NETWORKS)[number]
  /** null: the embedded database of `headwater up`. */
  databaseUrl: string | null
  /** The L2's endpoints in order of preference; null: the address book's, or the local chain. */
  rpcUrls: readonly string[] | null
  rpcUrlsEthereum: readonly string[] | null
  rpcUrlsBsc: readonly string[] | null
  host: string
  port: number
  prometheusPort: number | null
  /** Absolute path of the state folder. */
  home: string
  /** Bases for ipfs:// contents, tried in order. */
  contentGateways: readonly string[]
  logLevel: (typeof LOG_LEVELS)[number]
  /** Whether browsers get GraphiQL at /graphql; unless said otherwise, where only this machine can ask. */
  graphiql: boolean
}>

export class ConfigurationError extends HeadwaterError {
  constructor(faults: string[], cause?: unknown) {
    super('HW101', `The configuration can't be used: ${faults.join('; ')}`, { cause })
  }
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // An empty variable is an unset one, as in every shell script.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    throw new ConfigurationError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  }
  const found = parsed.data
  return Object.freeze({
    network: found.NETWORK,
    databaseUrl: found.DATABASE_URL ?? null,
    rpcUrls: found.RPC_URL ?? null,
    rpcUrlsEthereum: found.RPC_URL_ETHEREUM ?? null,
    rpcUrlsBsc: found.RPC_URL_BSC ?? null,
    host: found.HOST,
    port: found.PORT ?? found.GRAPHQL_SERVER_PORT ?? found.GQL_PORT ?? 4350,
    prometheusPort: found.PROMETHEUS_PORT ?? null,
    home: resolve(found.HEADWATER_HOME),
    contentGateways: found.CONTENT_GATEWAYS,
    logLevel: found.LOG_LEVEL,
    graphiql: found.GRAPHIQL === undefined ? LOOPBACK.test(found.HOST) : found.GRAPHIQL === 'on',
  })
}

/** Contracts that an address book can name; Datanets are found through their factory. */
export const L2_CONTRACTS = [
  'DatanetFactory',
  'ModelRegistry',
  'InferenceLedger',
  'RewardDistributor',
  'WOPEN',
  'GOPEN',
  'Staking',
  'AdapterRegistry',
  'AgentRegistry',
  'StudioVault',
  'GrantProgram',
  'OpenLedgerGovernor',
  'Timelock',
  'L2ToL1MessagePasser',
  'SigDispersal',
] as const

/** On Ethereum, and on BSC the OFT. */
export const L1_CONTRACTS = [
  'OPEN',
  'OPENOFT',
  'OPENOFTAdapter',
  'OptimismPortal',
  'DisputeGameFactory',
  'L2OutputOracle',
  'SystemConfig',
] as const

export const CONTRACTS = [...L2_CONTRACTS, ...L1_CONTRACTS] as const

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address')
  .transform((value) => value.toLowerCase())

/** How much of what endpoints say is held against what, from least to most; docs/ingestion.md says what each can't notice. */
export const CHECKS = ['fast', 'standard', 'cross', 'full'] as const
export type Checks = (typeof CHECKS)[number]

/** How much is read of the transactions behind the events: what the events need, what they cost too, or what moved inside of them besides. */
export const TRANSACTIONS = ['needed', 'fees', 'traces'] as const
export type Transactions = (typeof TRANSACTIONS)[number]

/** Whether the state of the staking contract is asked for what its events and their calls do not say. */
export const STATES = ['none', 'staking'] as const

const rpcUrl = text.refine((url) => hasScheme(url, RPC_SCHEMES), `must be a URL of ${RPC_SCHEMES.join(', ')}`)

const gatewayUrl = text.refine((url) => hasScheme(url, ['http', 'https']), 'must be a URL of http, https')

/** A key that is none is refused: misspelt, it would be a limit or a check that nobody keeps. */
const plainBook = z.strictObject({
  chainId: z.number().int().positive(),
  /** The version of the events that its contracts speak; `poa/1` where it is not said. */
  interface: z.string().optional(),
  startBlock: z.number().int().nonnegative().default(0),
  /** Which of the node's words counts as final: its `finalized` tag (unless said otherwise), its `safe` tag, or none but the count. */
  finality: z.enum(['finalized', 'safe', 'count']).optional(),
  /** Blocks after which a block counts as final, where the node has no better answer. */
  finalityConfirmation: z.number().int().positive().default(10),
  /** How many blocks below the head can be taken back when the chain replaces them, final or not. */
  retainedBlocks: z.number().int().nonnegative().max(1_000_000_000).optional(),
  rpcUrls: z.array(rpcUrl).default([]),
  /** An SQD gateway that history is read from as far as it has it; RPC alone where nothing is said. */
  gateway: gatewayUrl.optional(),
  /** standard where nothing is said. */
  checks: z.enum(CHECKS).optional(),
  /** Of the blocks of history, the part that `cross` asks another endpoint for, too. */
  crossShare: z.number().positive().max(1).optional(),
  /** needed where nothing is said. */
  transactions: z.enum(TRANSACTIONS).optional(),
  /** none where nothing is said. */
  state: z.enum(STATES).optional(),
  /** The most blocks that the endpoints take in one eth_getLogs. */
  logRangeBlocks: z.number().int().positive().optional(),
  /** The most addresses that they take in one; beyond that, history asks by topic alone and drops strangers' logs itself. */
  logAddresses: z.number().int().positive().optional(),
  /** The most calls a second that an endpoint is asked; each call of a batch counts. */
  callsPerSecond: z.number().positive().optional(),
  contracts: z.partialRecord(z.enum(CONTRACTS), address),
  /** What else can be upgraded and is of interest: beacons, proxies of other names. The contracts' own upgrades are followed anyway. */
  proxies: z.array(address).optional(),
  content: z
    .strictObject({
      /** Contents with file: URIs are read below this folder only; absent: never. */
      folder: z.string().optional(),
      /** Contents may stand at loopback and private addresses: local chains only. */
      allowPrivateAddresses: z.boolean().default(false),
      /** The local chain's own note, as its seed: where its inhabitants put contents. */
      baseUrl: z.string().optional(),
    })
    .default({ allowPrivateAddresses: false }),
})

export type AddressBook = Readonly<z.infer<typeof plainBook>>

const chainBook = plainBook.superRefine(assertTrusted)

/** The L2 and the L1s that its token lives on. */
export const CHAINS = ['l2', 'ethereum', 'bsc'] as const
export type ChainName = (typeof CHAINS)[number]

/** What stands of one network: the L2's book, and in it those of the L1s. */
const networkBook = plainBook
  .extend({
    ethereum: chainBook.optional(),
    bsc: chainBook.optional(),
    /** The local chain's own note: what its life follows from. */
    seed: z.number().optional(),
  })
  .superRefine(assertTrusted)

/** What a gateway says can be held against nothing, so who names one has to say that he trusts it; and it serves no state and not every fee. */
function assertTrusted(book: AddressBook, context: z.core.$RefinementCtx): void {
  if (book.gateway === undefined) return
  const refuse = (key: string, words: string) => context.addIssue({ code: 'custom', path: [key], message: words })
  if (book.checks !== 'fast')
    refuse('checks', 'must be fast where there is a gateway, as it can be held against nothing')
  if ((book.transactions ?? 'needed') !== 'needed') refuse('transactions', 'must be needed where there is a gateway')
  if ((book.state ?? 'none') !== 'none') refuse('state', 'must be none where there is a gateway')
}

/** The local chain writes its own book; those of the public networks stand in networks.json. */
export function readAddressBook(config: Config, chain: ChainName = 'l2'): AddressBook {
  const local = config.network === 'local'
  const file = local ? join(config.home, 'chain', 'addresses.json') : join(PROJECT_ROOT, 'networks.json')
  const whole = readJson(file)
  const parsed = networkBook.safeParse(local ? whole : (whole as Record<string, unknown>)[config.network])
  if (parsed.success) {
    const { ethereum, bsc, seed: _, ...l2 } = parsed.data
    const book = { l2, ethereum, bsc }[chain]
    if (book !== undefined) return Object.freeze(book)
    throw new ConfigurationError([`${file}: the network ${config.network} has no chain ${chain}`])
  }
  throw new ConfigurationError(
    parsed.error.issues.map(({ path, message }) =>
      [file, ...(path.length > 0 ? [path.join('.')] : []), message].join(': '),
    ),
  )
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new ConfigurationError([`the address book ${file} can't be read (is the chain up?)`], cause)
  }
}

function hasScheme(url: string, schemes: string[]): boolean {
  try {
    return schemes.includes(new URL(url).protocol.slice(0, -1))
  } catch {
    return false
  }
}

/** By which a chain's endpoints are given. */
export const RPC_VARIABLES: Readonly<Record<ChainName, string>> = {
  l2: 'RPC_URL',
  ethereum: 'RPC_URL_ETHEREUM',
  bsc: 'RPC_URL_BSC',
}

/** Where a chain is asked: what the environment says, else its address book. */
export function rpcUrlsOf(config: Config, chain: ChainName, book: AddressBook): readonly string[] {
  const given = { l2: config.rpcUrls, ethereum: config.rpcUrlsEthereum, bsc: config.rpcUrlsBsc }[chain]
  return given ?? book.rpcUrls
}

/** The database for a command that can't do without one. */
export function requireDatabaseUrl(config: Config): string {
  if (config.databaseUrl !== null) return config.databaseUrl
  throw new ConfigurationError(['DATABASE_URL is not set; `headwater up` brings a database of its own'])
}

/** The environment for a process of ours: what we were given, with these values set. */
export function environmentWith(values: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...values }
}
