// infini-gram's stock engine over the very files of our largest index, asked for the very outputs, in the same run.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getEncoding } from 'js-tiktoken'
import type { Output } from './from-node.mts'
import { hasInfiniGram, type Line, python } from './programs.mts'
import { milliseconds, type Table } from './table.mts'

/** Frequent spans are cut off at this count: the kinder setting for it is our ten sources, the other is what OLMoTrace asks. */
const MAX_COUNTS = [10, 1_000_000]
/** It takes up to a second for one. */
const OUTPUTS_PER_KIND = 30

type Place = { folder: string; outputs: Output[]; home: string; core: Line[] }

export async function measureInfiniGram({ folder, outputs, home, core }: Place): Promise<[string, Table?]> {
  if (!hasInfiniGram) return ['Not measured: this machine has no Python with `infini-gram`.']
  const tokensFile = join(home, 'tokens.jsonl')
  const encoder = getEncoding('cl100k_base')
  const kinds = [...new Set(outputs.map((output) => output.kind))]
  const some = kinds.flatMap((kind) => outputs.filter((output) => output.kind === kind).slice(0, OUTPUTS_PER_KIND))
  const encode = ({ kind, text }: Output) => JSON.stringify({ kind, tokens: encoder.encode(text, [], []) })
  writeFileSync(tokensFile, some.map((output) => `${encode(output)}\n`).join(''))
  const rows: string[][] = []
  for (const maxCount of MAX_COUNTS) {
    const script = join(import.meta.dirname, 'infini_gram_bench.py')
    for (const line of await python(script, [folder, tokensFile, String(maxCount)])) {
      const ours = core.find((kind) => kind['kind'] === line['kind'])
      rows.push(compare(maxCount, line, Number(ours?.['medianUs'])))
    }
  }
  const head = ['max_cnt', 'output', 'median ms', 'p99 ms', 'processor ms', 'ours ms', 'ratio', 'of processor time']
  return [TEXT, { head, rows }]
}

const TEXT =
  '`engine.attribute(input_ids, delim_ids=[], min_len=4, max_cnt, enforce_bow=False)`, tokens given: passages and where they stand, no owners, texts or shares. It starts a thread for each position and uses all cores; the second ratio is of the processor time of all its threads to our one.'

function compare(maxCount: number, line: Line, oursUs: number): string[] {
  const ratio = (theirs: unknown) => `${(Number(theirs) / oursUs).toFixed(0)}`
  return [
    maxCount.toLocaleString('en'),
    String(line['kind']),
    milliseconds(line['medianUs']),
    milliseconds(line['p99Us']),
    milliseconds(line['cpuMedianUs']),
    milliseconds(oursUs),
    ratio(line['medianUs']),
    ratio(line['cpuMedianUs']),
  ]
}
