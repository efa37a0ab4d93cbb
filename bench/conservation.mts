// Is every wei where the rows say? Lets the local chain live with its L1 for at least 100,000 events, indexes both block by block into a
// database of its own, and at 20 heights drawn by chance holds rows against reads of the contracts at that height. `npm run
// check:conservation`; exits 1 where anything differs. `--events` (fewer than 100,000 are not recorded), `--seed`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createCoins } from './conservation/coins.mts'
import { compareAll } from './conservation/compare.mts'
import { createIndexer } from './conservation/indexer.mts'
import { describeMachine } from './machine.mts'

type Start = typeof import('../src/dev/chain/start')
type Random = typeof import('../src/dev/random')
const require = createRequire(import.meta.url)
const { startChain } = require('../lib/dev/chain/start.js') as Start
const { createRandom } = require('../lib/dev/random.js') as Random

const WHOLE = 100_000
const { values: given } = parseArgs({
  options: { events: { type: 'string', default: String(WHOLE) }, seed: { type: 'string', default: '7' } },
})
const [events, seed] = [Number(given.events), Number(given.seed)]
const CHECKS = 20
const MOST_BLOCKS_PER_BATCH = 40
const INFERENCES_PER_SECOND = 8
/** What a block holds at that pace, so that a height is not overshot by far. */
const EVENTS_PER_BLOCK = 150

const home = mkdtempSync(join(tmpdir(), 'headwater-conservation-'))
const chain = await startChain({
  ...{ home, contentUrl: 'http://127.0.0.1:1', seed, hasL1: true, inferencesPerSecond: INFERENCES_PER_SECOND },
  transactions: 'traces',
})
const indexer = await createIndexer(join(home, 'postgres'), chain)
const coins = createCoins(chain)
const random = createRandom(seed)
const begun = Date.now()
/** Counts of events at which to compare: each in its own twentieth of the whole, the last at the end. */
const due = Array.from({ length: CHECKS }, (_, index) =>
  index === CHECKS - 1 ? events : Math.floor(((index + random.fraction()) * events) / CHECKS),
)
let [compared, differences, checks] = [0, 0, 0]
try {
  while (checks < CHECKS) {
    const missing = (due[checks] ?? events) - indexer.events()
    const blocks = Math.ceil(Math.min(missing / EVENTS_PER_BLOCK, random.fraction() * MOST_BLOCKS_PER_BATCH))
    for (let block = 0; block < Math.max(1, blocks); block++) await chain.step()
    await indexer.catchUp()
    if (indexer.events() < (due[checks] ?? events)) continue
    checks++
    const found = await compareAll({ chain, coins }, indexer.url)
    for (const { what, row, contract } of found.differences) console.log(`${what}: row ${row}, contract ${contract}`)
    compared += found.compared
    differences += found.differences.length
    console.log(`block ${indexer.height()}: ${indexer.events()} events, ${found.compared} values compared`)
  }
  const seconds = Math.round((Date.now() - begun) / 1000)
  const skipped = await indexer.skipped()
  console.log(
    `${indexer.events()} events in ${indexer.height()} blocks, ${skipped} skipped; ${checks} heights, ${compared} values: ${differences} differences; seed ${seed}, ${seconds} s`,
  )
  record([seed, indexer.height(), indexer.events(), checks, compared, differences, skipped, seconds])
} finally {
  await indexer.stop()
  await chain.stop()
  rmSync(home, { recursive: true, force: true })
}
process.exit(differences === 0 ? 0 : 1)

function record(figures: readonly number[]): void {
  if (events < WHOLE) return
  const text = `# Conservation

The local chain lives with its L1 at ${INFERENCES_PER_SECOND} inferences a second; the processor's own batch writes the blocks of both; at heights drawn by chance, one in each
twentieth of the events, rows are held against the contracts at that height: balances and supply of every token, votes, every account's rewards, every stake in a Datanet and
of an agent, the worth of every open stake with interest, studio credits, grants, counts of contributions and versions, what L1 knows of every withdrawal and
message, the coins that each contract must have, and the native balance of every account that ever had to do with the chain, from the rows of all movements (transactions
without an event have none, and are taken from the node). Beside it, what the chain says twice: fees and their parts, parts and accruals, what a stake was worth and what the bank paid,
what the locks on L1 hold and what was locked and let go; and that no log was skipped.

| seed | L2 blocks | events | heights | values compared | differences | skipped logs | seconds |
|---:|---:|---:|---:|---:|---:|---:|---:|
| ${figures.join(' | ')} |

${describeMachine()}. \`npm run check:conservation\`; \`--events\`, \`--seed\`.
`
  writeFileSync(fileURLToPath(new URL('./results/conservation.md', import.meta.url)), text)
}
