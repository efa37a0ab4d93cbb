// Is every wei where the rows say? Lets the local chain live for at least 100,000 events, indexes it block by block into a database of its
// own, and at 20 heights drawn by chance holds rows against reads of the contracts at that height. `npm run check:conservation`; exits
// 1 where anything differs. Arguments: the number of events, then the seed.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareAll } from './conservation/compare.mts'
import { createIndexer } from './conservation/indexer.mts'

type Start = typeof import('../src/dev/chain/start')
type Random = typeof import('../src/dev/random')
const require = createRequire(import.meta.url)
const { startChain } = require('../lib/dev/chain/start.js') as Start
const { createRandom } = require('../lib/dev/random.js') as Random

const [events = 100_000, seed = 7] = process.argv.slice(2).map(Number)
const CHECKS = 20
const BLOCKS_PER_BATCH = 25
const INFERENCES_PER_SECOND = 8

const home = mkdtempSync(join(tmpdir(), 'headwater-conservation-'))
const chain = await startChain({
  home,
  contentUrl: 'http://127.0.0.1:1',
  seed,
  inferencesPerSecond: INFERENCES_PER_SECOND,
})
const indexer = await createIndexer(join(home, 'postgres'), chain)
const random = createRandom(seed)
const begun = Date.now()
/** Counts of events at which to compare: each in its own twentieth of the whole, the last at the end. */
const due = Array.from({ length: CHECKS }, (_, index) =>
  index === CHECKS - 1 ? events : Math.floor(((index + random.fraction()) * events) / CHECKS),
)
let [compared, differences, checks] = [0, 0, 0]
try {
  while (checks < CHECKS) {
    for (let block = 0; block < BLOCKS_PER_BATCH; block++) await chain.step()
    await indexer.catchUp()
    if (indexer.events() < (due[checks] ?? events)) continue
    checks++
    const found = await compareAll(chain, indexer.url)
    for (const { what, row, contract } of found.differences) console.log(`${what}: row ${row}, contract ${contract}`)
    compared += found.compared
    differences += found.differences.length
    console.log(`block ${indexer.height()}: ${indexer.events()} events, ${found.compared} values compared`)
  }
  const seconds = Math.round((Date.now() - begun) / 1000)
  console.log(
    `${indexer.events()} events in ${indexer.height()} blocks, ${await indexer.skipped()} skipped; ${checks} heights, ${compared} values: ${differences} differences; seed ${seed}, ${seconds} s`,
  )
} finally {
  await indexer.stop()
  await chain.stop()
  rmSync(home, { recursive: true, force: true })
}
process.exit(differences === 0 ? 0 : 1)
