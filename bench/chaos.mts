// kill -9 of processor, attributor, API and PostgreSQL at random while inhabitants act; afterwards every row is held against
// an undisturbed index of the same chain. `npm run chaos -- --kills 20 --seed 1`; exits 1 on any difference.
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { describeMachine } from './machine.mts'

type Campaign = typeof import('../src/dev/campaign/campaign')
type Chance = typeof import('../src/dev/random')
const require = createRequire(import.meta.url)
const { kills, runCampaign, VICTIMS } = require('../lib/dev/campaign/campaign.js') as Campaign
const { createRandom } = require('../lib/dev/random.js') as Chance

const SHOWN_DIFFERENCES = 20

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'inferences-per-second': { type: 'string', default: '5' },
  },
})
const seed = Number(values.seed)
const random = createRandom(seed)
const victims = Array.from({ length: Number(values.kills) }, () => random.pick(VICTIMS))
const { blocks, comparisons, differences } = await runCampaign({
  seed,
  disturb: kills(victims, seed),
  inferencesPerSecond: Number(values['inferences-per-second']),
  say: (line) => console.error(line),
})

console.log(`seed ${seed}, ${victims.length} kills, ${blocks} blocks, ${describeMachine()}\n`)
for (const victim of VICTIMS) console.log(`killed ${victims.filter((one) => one === victim).length} times: ${victim}`)
console.log('\n| table | rows | only disturbed | only calm |\n|---|---:|---:|---:|')
for (const one of comparisons) {
  console.log(`| ${one.table} | ${one.rows} | ${one.onlyFirst.length} | ${one.onlySecond.length} |`)
}
console.log(`\n${differences.length} differing rows`)
for (const line of differences.slice(0, SHOWN_DIFFERENCES)) console.log(line.slice(0, 400))
process.exit(differences.length === 0 ? 0 : 1)
