// How fast is the engine? Gathers real text from this machine, builds indexes of several sizes, asks them for outputs with and without a
// source, in the core, from Node and, where Python has it, by infini-gram. `npm run bench:attribution`; `-- --quick` takes a fortieth of the
// text. Prints tables and writes bench/results/attribution.md; `--home DIR` keeps the indexes there.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { BUILDING, measureBuilding } from './building.mts'
import { measureChanges } from './changes.mts'
import { measureDisk } from './disk.mts'
import { measureFromNode, readOutputs } from './from-node.mts'
import { measureInfiniGram } from './infini-gram.mts'
import { describeRun, findRepetitiveText, findText } from './machine.mts'
import { buildPrograms, type Line, type Programs } from './programs.mts'
import { markdown, millions, milliseconds, type Table } from './table.mts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values: given } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, home: { type: 'string' } },
})
const share = given.quick ? 40 : 1
const SIZES = [300_000, 3_000_000, 10_000_000, 32_000_000].map((tokens) => Math.round(tokens / share))
const OUTPUTS = given.quick ? 60 : 300
const COPIES = 10_000 / share
const LARGEST = SIZES.at(-1) ?? 0

const CORE =
  'Outputs of 500 tokens, a third each: verbatim, recombined from pieces, absent. Processor time of one thread, end to end from text: tokens, passages, owners, ten sources a passage, shares; the middle of five rounds for each output. Steps: the means of tokens, counts, places and windows, credit, passages, names. Huge pages: how much of what is read of the index the system holds in them; where its memory is in pieces it has none, and searches wait longer.'
const REPETITIVE = `One text of 6 KB, ${COPIES.toLocaleString('en')} times, by at most 1,000 owners; and HTML of which every page has the same frame (the documentation that comes with Rust, where it is installed).`
const ADDING =
  'Contributions of what was left out, from Node: the rows are added and committed, the reader refreshes, one of the rows is asked for and must be among the sources.'
const FROM_NODE =
  'The same outputs over the largest index, through `src/attribution/engine.ts`, with the flags of V8 that `headwater api` sets. Nobody else can lengthen the processor time of its own thread; how late a timer rings depends on what else the machine does.'

const home = given.home ?? mkdtempSync(join(tmpdir(), 'headwater-bench-'))
mkdirSync(home, { recursive: true })
try {
  await measure()
} finally {
  if (given.home === undefined) rmSync(home, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const machine = describeRun()
  const programs = buildPrograms(root)
  const texts = findText(root)
  const parts: string[] = []
  const add = (title: string, text: string, table?: Table) => {
    const part = [`## ${title}`, text, ...(table ? [markdown(table)] : [])].join('\n\n')
    console.log(`${part}\n`)
    parts.push(part)
  }
  const measured = await attributeFrom(programs, texts, ['--tokens', SIZES.join(',')])
  const largest = measured.at(-1)
  const where = `Text files below ${texts.map(nameFolder).join(', ')}; every tenth owner is left out, its text makes the outputs without a source.`
  const found = Number(largest?.index['tokens'])
  const short = found < LARGEST * 0.95 ? ` This machine has only ${millions(found)} M tokens of it.` : ''
  add('One output in the core', `${where}${short} ${CORE}`, attributeTable(measured))
  add('What repeats itself', REPETITIVE, attributeTable(await measureRepetitive(programs)))
  const folder = String(largest?.index['index'])
  const outputsFile = join(home, `outputs-${LARGEST}.jsonl`)
  add('From Node', FROM_NODE, await measureFromNode(programs, folder, outputsFile))
  const outputs = readOutputs(outputsFile)
  add('Beside infini-gram', ...(await measureInfiniGram({ folder, outputs, home, core: largest?.kinds ?? [] })))
  add('On disk', 'The largest index.', measureDisk(folder, found))
  const changed = { folder, samplesFile: join(home, `samples-${LARGEST}.json`), contributions: 1000 / share }
  add('Adding to it', ADDING, await measureChanges(changed))
  const building = { home: join(home, 'building'), texts, sizes: [SIZES[1] ?? LARGEST, LARGEST] }
  add('Building', BUILDING, await measureBuilding(programs, building))
  const name = given.quick ? 'attribution-quick.md' : 'attribution.md'
  const intro = `# The attribution engine\n\n\`npm run bench:attribution${given.quick ? ' -- --quick' : ''}\`, ${new Date().toISOString().slice(0, 10)}. ${machine}.`
  if (!given.quick) writeFileSync(join(root, 'bench/results', name), `${[intro, ...parts].join('\n\n')}\n`)
}

type Measured = { index: Line; kinds: Line[] }

async function attributeFrom(programs: Programs, folders: string[], args: string[], place = home): Promise<Measured[]> {
  const roots = folders.flatMap((folder) => ['--root', folder])
  const lines = await programs.rust('attribute_bench', [
    '--home',
    place,
    ...roots,
    '--outputs',
    String(OUTPUTS),
    ...args,
  ])
  const measured: Measured[] = []
  for (const line of lines) {
    if ('index' in line) measured.push({ index: line, kinds: [] })
    else measured.at(-1)?.kinds.push(line)
  }
  return measured
}

async function measureRepetitive(programs: Programs): Promise<Measured[]> {
  const copies = await attributeFrom(programs, [join(root, 'node_modules')], ['--copies', String(COPIES)])
  const html = findRepetitiveText()
  if (html === undefined) return copies
  const tokens = ['--tokens', String(LARGEST)]
  return [...copies, ...(await attributeFrom(programs, [html], tokens, join(home, 'html')))]
}

function attributeTable(measured: Measured[]): Table {
  const rows = measured.flatMap(({ index, kinds }) =>
    kinds.map((kind) => [
      `${millions(index['tokens'])} M`,
      String(kind['kind']),
      milliseconds(kind['medianUs']),
      milliseconds(kind['p99Us']),
      milliseconds(kind['maxUs']),
      Number(kind['passages']).toFixed(0),
      Number(kind['unattributed']).toFixed(2),
      steps(kind['stepsUs']),
      hugePages(kind['hugePages']),
    ]),
  )
  const head = [
    'tokens',
    'output',
    'median ms',
    'p99 ms',
    'max ms',
    'passages',
    'unattributed',
    'steps ms',
    'huge pages',
  ]
  return { head, rows }
}

/** What each step took, in their order. */
function steps(taken: unknown): string {
  const micros = new Map(Object.entries(taken ?? {}))
  return ['tokens', 'counts', 'scan', 'credit', 'passages', 'names']
    .map((step) => milliseconds(micros.get(step)))
    .join(' · ')
}

function hugePages(part: unknown): string {
  return typeof part === 'number' ? `${(part * 100).toFixed(0)} %` : '–'
}

/** The corpus in words that hold on every machine: no path of this one. */
function nameFolder(folder: string): string {
  const parts = folder.split('/')
  const isSystem = folder.startsWith('/usr')
  return `\`${isSystem ? folder : `…/${parts.slice(-2).join('/')}`}\``
}
