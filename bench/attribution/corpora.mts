// The indexes that are asked, and asking them in the core: both by the program `attribute_bench`. An index that stands from a run before is taken as it is.
import { join } from 'node:path'
import type { Line, Programs } from './programs.mts'

/** What all parts share. Sizes are in tokens, ascending. */
export type Bench = {
  programs: Programs
  root: string
  home: string
  texts: string[]
  sizes: number[]
  outputs: number
  copies: number
  contributions: number
}

/** Of one owner at most so much text: without it three packages would be half of what a machine has. */
export const OWNER_BYTES = 1 << 20

export const ROWS_OF_A_CONTRIBUTION = 100

type Choice = {
  home: string
  roots: string[]
  tokens: number
  copies?: number
  ownerBytes?: number
  rowBytes?: number
  segment?: number
  fresh?: number
}

export type Corpus = {
  choice: Choice
  folder: string
  outputsFile: string
  /** Rows of text that is in no row of it. */
  freshFile: string
  tokens: number
  rows: number
  owners: number
  segments: number
  bytes: number
  differentTokens: number
  rootTokens: number[]
  buildPeakBytes: number
}

/** The figures of each kind of outputs, and the most memory that asking for all took. */
export type Asked = { kinds: Line[]; peakBytes: number }

export async function makeCorpus(bench: Bench, choice: Choice): Promise<Corpus> {
  const { index, ...figures } = (await attributeBench(bench, choice, 0))[0] ?? {}
  const name = choice.copies === undefined ? choice.tokens : `copies-${choice.copies}`
  const file = (what: string) => join(choice.home, `${what}-${name}.jsonl`)
  return {
    ...(figures as Omit<Corpus, 'choice' | 'folder' | 'outputsFile' | 'freshFile'>),
    choice,
    folder: String(index),
    outputsFile: file('outputs'),
    freshFile: file('fresh'),
  }
}

/** Real text of the machine; what a later addition takes is kept of the largest. */
export async function normalCorpus(bench: Bench, tokens: number): Promise<Corpus> {
  const choice = { home: bench.home, roots: bench.texts, tokens, ownerBytes: OWNER_BYTES }
  const fresh = bench.contributions * ROWS_OF_A_CONTRIBUTION
  return await makeCorpus(bench, tokens === largestSize(bench) ? { ...choice, fresh } : choice)
}

export function largestSize(bench: Bench): number {
  return bench.sizes.at(-1) ?? 0
}

/** Asks a corpus for the outputs in a file, in a process of its own. */
export async function ask(bench: Bench, { choice }: Corpus, outputsFile: string, rounds = 5): Promise<Asked> {
  const lines = await attributeBench(bench, choice, rounds, ['--ask', outputsFile])
  return {
    kinds: lines.filter((line) => 'kind' in line),
    peakBytes: Number(lines.find((line) => 'askPeakBytes' in line)?.['askPeakBytes']),
  }
}

async function attributeBench(bench: Bench, choice: Choice, rounds: number, more: string[] = []): Promise<Line[]> {
  const given = {
    '--home': choice.home,
    '--tokens': choice.tokens,
    '--copies': choice.copies,
    '--owner-bytes': choice.ownerBytes,
    '--row-bytes': choice.rowBytes,
    '--segment': choice.segment,
    '--fresh': choice.fresh,
    '--outputs': bench.outputs,
    '--rounds': rounds,
  }
  const args = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]))
  const roots = choice.roots.flatMap((folder) => ['--root', folder])
  return await bench.programs.rust('attribute_bench', [...args, ...roots, ...more])
}
