// infini-gram's stock engine over the very files of our largest index, and ours, asked for the very same outputs in the same run.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getEncoding } from 'js-tiktoken'
import { ask, type Bench, largestSize, normalCorpus } from '../corpora.mts'
import { hasPython, type Line, python } from '../programs.mts'
import { milliseconds } from '../table.mts'
import { atLeast, type Part, type Verdict } from '../verdicts.mts'

/** Frequent spans are cut off at this count: the kinder setting for it is our ten sources, the other is what OLMoTrace asks. */
const MAX_COUNTS = [10, 1_000_000]
/** It takes up to a second for one. */
const OUTPUTS_PER_KIND = 20

type Output = { kind: string; text: string }
type Pair = { maxCount: number; kind: string; theirs: Line; ours: Line }

export async function measureInfiniGram(bench: Bench): Promise<Part> {
  const title = 'Beside infini-gram'
  const missing = 'Not measured: this machine has no Python with `infini-gram`.'
  if (!hasPython('infini_gram.engine')) return { title, text: missing, tables: [], verdicts: [] }
  const corpus = await normalCorpus(bench, largestSize(bench))
  const chosen = choose(corpus.outputsFile)
  const textsFile = join(bench.home, 'outputs-infini-gram.jsonl')
  const tokensFile = join(bench.home, 'tokens-infini-gram.jsonl')
  const encoder = getEncoding('cl100k_base')
  const encode = ({ kind, text }: Output) => ({ kind, tokens: encoder.encode(text, [], []) })
  writeLines(textsFile, chosen)
  writeLines(tokensFile, chosen.map(encode))
  const { kinds } = await ask(bench, corpus, textsFile)
  const pairs: Pair[] = []
  let version = ''
  for (const maxCount of MAX_COUNTS) {
    const [first, ...lines] = await python('infini_gram_bench.py', [corpus.folder, tokensFile, String(maxCount)])
    version = String(first?.['version'])
    for (const theirs of lines) {
      const ours = kinds.find(({ kind }) => kind === theirs['kind']) ?? {}
      pairs.push({ maxCount, kind: String(theirs['kind']), theirs, ours })
    }
  }
  const head = ['max_cnt', 'output', 'its wall ms', 'ours', 'ratio', 'its processor ms', 'ours', 'ratio']
  const tables = [{ head, rows: pairs.map(compare) }]
  return { title, text: describe(version), tables, verdicts: [...verdicts(pairs, 'wall'), ...verdicts(pairs, 'cpu')] }
}

function describe(version: string): string {
  return `\`infini_gram\` ${version}, \`engine.attribute(input_ids, delim_ids=[], min_len=4, max_cnt, enforce_bow=False)\`, tokens given: passages and where they stand, no owners, texts or shares. ${OUTPUTS_PER_KIND} outputs of each kind, the medians of both over these very ones; each was asked for once before. It starts a thread for each position and uses all cores, ours is one thread: its wall time beside our wall time, and the processor time of all its threads beside ours.`
}

function choose(outputsFile: string): Output[] {
  const lines = readFileSync(outputsFile, 'utf8').trim().split('\n')
  const outputs = lines.map((line) => JSON.parse(line) as Output)
  const kinds = [...new Set(outputs.map(({ kind }) => kind))]
  return kinds.flatMap((kind) => outputs.filter((output) => output.kind === kind).slice(0, OUTPUTS_PER_KIND))
}

function writeLines(file: string, values: unknown[]): void {
  writeFileSync(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''))
}

function compare({ maxCount, kind, theirs, ours }: Pair): string[] {
  const pair = { maxCount, kind, theirs, ours }
  return [
    maxCount.toLocaleString('en'),
    kind,
    milliseconds(theirs['wallMedianUs']),
    milliseconds(ours['wallMedianUs']),
    ratio(pair, 'wall').toFixed(0),
    milliseconds(theirs['cpuMedianUs']),
    milliseconds(ours['medianUs']),
    ratio(pair, 'cpu').toFixed(0),
  ]
}

function ratio({ theirs, ours }: Pair, of: 'wall' | 'cpu'): number {
  const [its, own] = of === 'wall' ? ['wallMedianUs', 'wallMedianUs'] : ['cpuMedianUs', 'medianUs']
  return Number(theirs[its]) / Number(ours[own])
}

/** Of each kind the setting that is kinder to it. */
function verdicts(pairs: Pair[], of: 'wall' | 'cpu'): Verdict[] {
  const kinds = [...new Set(pairs.map(({ kind }) => kind))]
  const least = (kind: string) => Math.min(...pairs.filter((pair) => pair.kind === kind).map((pair) => ratio(pair, of)))
  const name = of === 'wall' ? 'wall time' : 'processor time'
  return kinds.map((kind) =>
    atLeast(`faster than infini-gram, ${kind}, ${name}`, least(kind), { limit: 100, unit: ' times', digits: 0 }),
  )
}
