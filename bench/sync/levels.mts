// What does each level of checking cost? The sparse chain read at each, from nothing to the block that is final, as the processor reads it but without
// a database: calls and bytes by the processor's own count. `npm run bench:levels`; `--quick`: a tenth of the blocks, not recorded.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeMachine } from '../machine.mts'
import { type BuiltChain, buildSparse } from './chains.mts'

const require = createRequire(import.meta.url)
const { Logger } = require('@subsquid/logger') as typeof import('@subsquid/logger')
const { Runner } =
  require('@subsquid/util-internal-processor-tools') as typeof import('@subsquid/util-internal-processor-tools')
const { FIELDS } = require('../../lib/chain/block.js') as typeof import('../../src/chain/block')
const { createChildren } = require('../../lib/chain/children.js') as typeof import('../../src/chain/children')
const { assertChain, connectEndpoint } =
  require('../../lib/chain/endpoints/endpoint.js') as typeof import('../../src/chain/endpoints/endpoint')
const { createTraffic } =
  require('../../lib/chain/endpoints/traffic.js') as typeof import('../../src/chain/endpoints/traffic')
const { NoPrometheus } = require('../../lib/chain/no-prometheus.js') as typeof import('../../src/chain/no-prometheus')
const { createRangeSize } =
  require('../../lib/chain/history/range-size.js') as typeof import('../../src/chain/history/range-size')
const { ChainSource } = require('../../lib/chain/source.js') as typeof import('../../src/chain/source')
const { logRequests, watchedLogs } = require('../../lib/chain/watched.js') as typeof import('../../src/chain/watched')
const { headOf } = require('../../lib/chain/blocks/header.js') as typeof import('../../src/chain/blocks/header')
const { CHECKS } = require('../../lib/config.js') as typeof import('../../src/config')

const RANGE_CAP_BLOCKS = 1_000
const { quick: isQuick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values

const home = mkdtempSync(join(tmpdir(), 'headwater-levels-'))
const chain = await untilFinal(await buildSparse(home, isQuick ? 1_013 : 10_121, 21))
const lines: string[] = []
try {
  for (const checks of CHECKS) lines.push(await measure(checks, chain))
} finally {
  await chain.stop()
  rmSync(home, { recursive: true, force: true })
}
const text = `# Levels of checking

| ${chain.blocks} blocks, ${chain.events} events | calls | KB received | KB sent | processor seconds | methods |
|---|---:|---:|---:|---:|---|
${lines.join('\n')}

Ranges of at most ${RANGE_CAP_BLOCKS} blocks; each call of a batch counts; bytes uncompressed. ${describeMachine()}.
\`npm run bench:levels\`.
`
console.log(text)
if (!isQuick) writeFileSync(fileURLToPath(new URL('../results/levels.md', import.meta.url)), text)
process.exit(0)

/** History ends at the final block, whose header the node has said already. */
async function untilFinal(built: BuiltChain): Promise<BuiltChain> {
  const client = connectEndpoint(built.rpcUrl)
  const to = headOf(await client.call('eth_getBlockByNumber', ['finalized', false]))?.height ?? 0
  client.close()
  if (to < built.to) throw new Error(`only block ${to} is final`)
  return { ...built, to, blocks: built.blocks + to - built.to }
}

async function measure(checks: (typeof CHECKS)[number], { rpcUrl, book, to, events }: BuiltChain): Promise<string> {
  const traffic = createTraffic()
  const client = connectEndpoint(rpcUrl, { traffic })
  const used = process.cpuUsage()
  await assertChain(client, book.chainId)
  let logs = 0
  const source = new ChainSource({
    client,
    startBlock: book.startBlock,
    finalityConfirmation: book.finalityConfirmation,
    pollIntervalMs: 1_000,
    watched: watchedLogs(book),
    children: createChildren(book, []),
    rangeSize: createRangeSize(RANGE_CAP_BLOCKS),
    addressesPerCall: 200,
    checks,
    signal: new AbortController().signal,
  })
  await new Runner({
    database: {
      supportsHotBlocks: false,
      connect: async () => ({ height: -1, hash: '0x' }),
      transact: async (_info, work) => work({}),
    },
    requests: [
      {
        range: { from: book.startBlock, to },
        request: { logs: logRequests(book), fields: FIELDS, includeAllBlocks: true },
      },
    ],
    hotDataSource: source,
    allBlocksAreFinal: true,
    prometheus: new NoPrometheus(),
    log: new Logger(() => {}, 'bench'),
    async process(_store, batch) {
      for (const block of batch.blocks) logs += (block as unknown as { logs: unknown[] }).logs.length
    },
  }).run()
  client.close()
  if (logs !== events) throw new Error(`${checks} brought ${logs} of ${events} events`)
  const { user, system } = process.cpuUsage(used)
  return lineOf(checks, traffic, (user + system) / 1e6)
}

function lineOf(checks: string, { byEndpoint }: ReturnType<typeof createTraffic>, seconds: number): string {
  const methods = [...byEndpoint.values()].flatMap((found) => [...found])
  const sum = (read: (figures: (typeof methods)[number][1]) => number) =>
    methods.reduce((total, [, figures]) => total + read(figures), 0)
  const named = methods.map(([method, { calls }]) => `${method} ${calls}`).join(', ')
  const received = (sum((figures) => figures.receivedBytes) / 1_000).toFixed(1)
  const sent = (sum((figures) => figures.sentBytes) / 1_000).toFixed(1)
  return `| ${checks} | ${sum((figures) => figures.calls)} | ${received} | ${sent} | ${seconds.toFixed(2)} | ${named} |`
}
