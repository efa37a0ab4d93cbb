// How fast is the engine? Gathers real text from this machine, builds indexes of several sizes, asks them for outputs with and without a
// source, in the core, from Node and, where Python has it, by infini-gram. See USAGE; docs say what is to be reached.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measureBuilding } from './building.mts'
import { measureCore } from './core.mts'
import type { Bench } from './corpora.mts'
import { measureDisk } from './disk.mts'
import { describeRun, findText } from './machine.mts'
import { measureChanges } from './node/changes.mts'
import { measureFromNode } from './node/from-node.mts'
import { measureOpening } from './node/opening.mts'
import { measureInfiniGram } from './peers/infini-gram.mts'
import { buildPrograms } from './programs.mts'
import { markdown } from './table.mts'
import { type Part, type Verdict, verdictTable } from './verdicts.mts'
import { measureWorst } from './worst.mts'

const PARTS: Record<string, (bench: Bench) => Promise<Part>> = {
  core: measureCore,
  worst: measureWorst,
  node: measureFromNode,
  'infini-gram': measureInfiniGram,
  disk: measureDisk,
  adding: measureChanges,
  opening: measureOpening,
  building: measureBuilding,
}

const USAGE = `npm run bench:attribution -- [--quick] [--tokens N,N,…] [--only PART,PART,…] [--home DIR]

Builds the program, then the indexes, and measures: ${Object.keys(PARTS).join(', ')}.
A whole run writes bench/results/attribution.md, others only print.

  --quick     a fortieth of the text
  --tokens    other sizes, ascending; the largest is asked from Node and added to
  --only      some parts
  --home      keeps the indexes there, and takes those that are there: it may be given again`

const REACHED =
  'Of the largest index unless said otherwise; quantiles are over single runs, and what is said of the event loop, opening and memory is the worst of all runs.'

const SIZES = [300_000, 3_000_000, 10_000_000, 32_000_000]
const QUICK_SHARE = 40

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values: given } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    tokens: { type: 'string' },
    only: { type: 'string' },
    home: { type: 'string' },
  },
})
const chosen = given.only?.split(',') ?? Object.keys(PARTS)
const unknown = chosen.filter((name) => !(name in PARTS))
if (given.help || unknown.length > 0) {
  console.log(USAGE)
  process.exit(given.help ? 0 : 1)
}

const home = given.home ?? mkdtempSync(join(tmpdir(), 'headwater-bench-'))
mkdirSync(home, { recursive: true })
try {
  await measure()
} finally {
  if (given.home === undefined) rmSync(home, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const share = given.quick ? QUICK_SHARE : 1
  const sizes = given.tokens?.split(',').map(Number) ?? SIZES.map((tokens) => tokens / share)
  const intro = `# The attribution engine\n\n\`npm run bench:attribution\`, ${new Date().toISOString().slice(0, 10)}. ${describeRun()}.`
  const bench: Bench = {
    programs: buildPrograms(root),
    root,
    home,
    texts: findText(root),
    sizes,
    outputs: given.quick ? 60 : 300,
    copies: 10_000 / share,
    contributions: 1_000 / share,
  }
  const sections: string[] = []
  const verdicts: Verdict[] = []
  const add = ({ title, text, tables }: Omit<Part, 'verdicts'>) => {
    const section = [`## ${title}`, text, ...tables.map(markdown)].join('\n\n')
    console.log(`${section}\n`)
    sections.push(section)
  }
  for (const name of chosen) {
    const part = await PARTS[name]?.(bench)
    if (part === undefined) continue
    add(part)
    verdicts.push(...part.verdicts)
  }
  add({ title: 'What was to be reached', text: REACHED, tables: [verdictTable(verdicts)] })
  const isWhole = !given.quick && given.tokens === undefined && given.only === undefined
  if (isWhole) writeFileSync(join(root, 'bench/results/attribution.md'), `${[intro, ...sections].join('\n\n')}\n`)
}
