// A real data set in which two contributors, the victim and the attacker, have a row each that an output quotes; rows can be brought to it and taken
// away again, and the fee of the output is split as the RewardDistributor splits it.
import { cpSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createChance, type Document, pick, wordsOf } from './texts.mts'

type Engine = typeof import('../../src/attribution/engine')
type Writing = typeof import('../../src/attribution/writer')
type Row = import('../../src/attribution/engine').Row
type Writer = import('../../src/attribution/writer').Writer
type Index = import('../../src/attribution/engine').Index
type IndexInfo = import('../../src/attribution/engine').IndexInfo
type Deployment = typeof import('../../src/dev/chain/deploy')
const require = createRequire(import.meta.url)
const { buildIndex, openIndex } = require('../../lib/attribution/engine.js') as Engine
const { openWriter } = require('../../lib/attribution/writer.js') as Writing
const { FEE_RATES } = require('../../lib/dev/chain/deploy.js') as Deployment

export const ROW_WORDS = 400
export const QUOTED_WORDS = 120
export const FEE_WEI = 10n ** 18n
const LICENCE_WORDS = 60

export type Arena = {
  /** An index of the data; it stays as it is. */
  folder: string
  info: IndexInfo
  /** Rows that may be a victim's or an attacker's. */
  contestants: Row[]
  /** Words of texts that are not in the data. */
  absent: string[][]
  /** The end of the licence that most owners carry. */
  licence: string[]
}

/** A copy of the data, open for changes. */
export type Ring = { index: Index; writer: Writer }

/** What an output paid: parts per billion and wei of a fee of 1 OPEN, by owner. */
export type Payment = Map<string, { ppb: number; wei: bigint }>

/** Every tenth owner is left out of the data. */
export async function buildArena(documents: Document[], home: string): Promise<Arena> {
  const owners = [...new Set(documents.map(({ owner }) => owner))].sort()
  const left = new Set(owners.filter((_, at) => at % 10 === 9))
  const rows = documents.filter(({ owner }) => !left.has(owner)).flatMap(rowsOf)
  const folder = join(home, 'arena')
  const info = await buildIndex(folder, { rows })
  const isLong = ({ id, text }: Row) => /readme/i.test(id) && wordsOf(text).length === ROW_WORDS
  return {
    folder,
    info,
    contestants: rows.filter(isLong),
    absent: documents
      .filter(({ owner, path }) => left.has(owner) && /readme/i.test(path))
      .map(({ text }) => wordsOf(text)),
    licence: wordsOf(mostCommonEnding(documents)),
  }
}

/** Does something with a copy of the data, which is gone afterwards: what attacks leave behind would slow the next ones down. */
export async function inRing({ folder }: Arena, work: (ring: Ring) => Promise<void>): Promise<void> {
  const copy = `${folder}-ring`
  cpSync(folder, copy, { recursive: true })
  const ring = { index: await openIndex(copy), writer: await openWriter(copy) }
  try {
    await work(ring)
  } finally {
    await ring.writer.close()
    ring.index.close()
    rmSync(copy, { recursive: true })
  }
}

/** Answers one output with more rows behind the data set, which are gone afterwards. */
export async function payWith({ index, writer }: Ring, rows: Row[], output: string): Promise<Payment> {
  if (rows.length > 0) await writer.add({ rows })
  await index.refresh()
  const { shares } = await index.attribute(output, { maxSources: 1, maxPassages: 0 })
  if (rows.length > 0) await writer.remove(rows.map(({ id }) => id))
  const contributors = contributorsPart(FEE_WEI)
  const paid: Payment = new Map()
  for (const { owner, sharePpb } of shares) {
    const { ppb, wei } = paid.get(owner) ?? { ppb: 0, wei: 0n }
    // A leaf a row, each rounded down, as `_accrueContributors` does it.
    paid.set(owner, { ppb: ppb + sharePpb, wei: wei + (contributors * BigInt(sharePpb)) / 1_000_000_000n })
  }
  return paid
}

/** As the RewardDistributor's `split`, for a model with a host. */
function contributorsPart(fee: bigint): bigint {
  const net = fee - (fee < FEE_RATES.platformFee ? fee : FEE_RATES.platformFee)
  const part = (ppm: number) => (net * BigInt(ppm)) / 1_000_000n
  return net - part(FEE_RATES.modelPpm) - part(FEE_RATES.computePpm) - part(FEE_RATES.stakersPpm)
}

export type Match = {
  victim: Row
  attacker: Row
  absent: string[]
  others: string[]
  chance: (below: number) => number
}

/** Two rows of different owners, and words of others. */
export function drawMatch({ contestants, absent }: Arena, seed: number): Match {
  const chance = createChance(seed)
  const victim = pick(contestants, chance)
  const rivals = contestants.filter(({ owner }) => owner !== victim.owner)
  // Its own row is brought by the attacker, so it may not stand in the data before: it is taken from what is not there.
  const foreign = absent.filter((words) => words.length >= ROW_WORDS)
  const attackerWords = pick(foreign, chance).slice(0, ROW_WORDS)
  const unseen = absent.filter(
    (words) => words.length >= QUOTED_WORDS && words.slice(0, ROW_WORDS).join('') !== attackerWords.join(''),
  )
  return {
    victim,
    attacker: { id: 'attacker', owner: 'attacker', text: attackerWords.join('') },
    absent: pick(unseen, chance).slice(-QUOTED_WORDS),
    others: Array.from({ length: 8 }, () => wordsOf(pick(rivals, chance).text)).flat(),
    chance,
  }
}

function rowsOf({ path, owner, text }: Document): Row[] {
  const words = wordsOf(text)
  return Array.from({ length: Math.ceil(words.length / ROW_WORDS) }, (_, at) => ({
    id: `${path}#${at}`,
    owner,
    text: words.slice(at * ROW_WORDS, (at + 1) * ROW_WORDS).join(''),
  }))
}

function mostCommonEnding(documents: Document[]): string {
  const owners = new Map<string, Set<string>>()
  for (const { owner, text } of documents.filter(({ path }) => /licen[cs]e/i.test(path))) {
    const ending = wordsOf(text).slice(-LICENCE_WORDS).join('')
    owners.set(ending, (owners.get(ending) ?? new Set()).add(owner))
  }
  const [ending] = [...owners].sort(([, one], [, other]) => other.size - one.size)[0] ?? ['']
  return ending
}
