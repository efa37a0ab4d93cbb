// Do estimates of influence say what really happens, and how fast are they? truth.mts asks the first, speed.mts the second.
// `npm run bench:influence` asks both and writes bench/results/influence.md; `-- --only speed` or `truth` asks one and leaves the other's part as it is.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeSpeed } from './speed.mts'
import { describeTruth } from './truth.mts'

const PARTS = { Truth: describeTruth, Speed: describeSpeed }
const TITLE = '# Influence: estimates against the truth, and their speed'
const results = fileURLToPath(new URL('../results/influence.md', import.meta.url))

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
const written = (await readFile(results, 'utf8').catch(() => '')).split(/^(?=## )/m).slice(1)
if (only !== undefined && !['truth', 'speed'].includes(only))
  throw new Error(`--only takes truth or speed, not ${only}`)
const sections = []
for (const [name, describe] of Object.entries(PARTS)) {
  const isAsked = only === undefined || only === name.toLowerCase()
  const section = isAsked ? await describe() : written.find((part) => part.startsWith(`## ${name}\n`))?.trimEnd()
  if (section !== undefined) sections.push(section)
}
const text = `${[TITLE, ...sections].join('\n\n')}\n`
process.stdout.write(text)
await writeFile(results, text)
