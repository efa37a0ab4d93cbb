// What an attribution answers, as plain objects. The engine hands over numbers and names; they become objects here, which takes JavaScript a
// tenth of the time it takes Node-API and keeps the event loop free. The order of the numbers is native/node/src/packed.rs's.
import type { PackedAttribution } from '../../native/node'

/** In the shape that `headwater attribute --json` prints. */
export type Attribution = {
  /** `suffix-array/1`, or `custom` with other parameters. */
  method: string
  /** The engine's version. */
  engine: string
  tokenizer: string
  /** The hash of the ordered data set with the tokenizer. */
  dataSet: string
  parameters: MethodParameters
  /** The output's tokens. */
  tokens: number
  /** What nobody earned, in parts per billion. */
  unattributedPpb: number
  /** Largest first. With `unattributedPpb` they add up to 1000000000. */
  shares: Share[]
  /** In order of their starts. */
  passages: Passage[]
  /** How many passages there are; the most telling are in `passages`. */
  passagesTotal: number
}

/** The parameters that shares depend on; docs/attribution.md says what each means. */
export type MethodParameters = { alpha: number; mu: number; maxOwners: number; minTokens: number }

/** One row's share. `evidence` is E/S: 4 and more count in full. */
export type Share = { id: string; owner: string; sharePpb: number; tokens: number; evidence: number }

/** Why a passage earned nothing. */
export type Reason = 'CHANCE' | 'BOILERPLATE' | 'SHORT' | 'EARLIER'

/** A passage that the output has in common with rows; places are in UTF-16 units, as `slice` takes them. */
export type Passage = {
  start: number
  end: number
  /** Its tokens, before the ends were trimmed to words. */
  tokens: number
  /** The output from `start` to `end`. */
  text: string
  /** What it says, its holders left out, and what it must say to be no chance, in nats. */
  information: number
  threshold: number
  /** How many owners hold it. */
  owners: number
  /** Whether its first source is credited for it. */
  credited: boolean
  reason: Reason | null
  /** The window that decided, where one did: of those that the first source was credited for, or that went to earlier rows, the one that says most. */
  window: DecidingWindow | null
  /** The rows it stands in and could not be longer, in their order, as many as were asked for. */
  sources: Source[]
  /** How many such rows there are. */
  sourcesTotal: number
}

/** What it says is the threshold or more, its holders left out, in nats; `id` is the first source of a credited passage, and otherwise the row that the window's first token went to. */
export type DecidingWindow = { tokens: number; information: number; owners: number; id: string }

/** A passage's place in a row's text. */
export type Source = { id: string; sourceStart: number; sourceEnd: number }

const REASONS: readonly (Reason | null)[] = [null, 'CHANCE', 'BOILERPLATE', 'SHORT', 'EARLIER']

export function unpackAnswer(packed: PackedAttribution, output: string): Attribution {
  const next = reader(packed.numbers)
  // One by one: a list that is taken apart at once is only garbage.
  const parameters = { alpha: next(), mu: next(), maxOwners: next(), minTokens: next() }
  const tokens = next()
  const unattributedPpb = next()
  const passagesTotal = next()
  const nameCount = next()
  const shareCount = next()
  const passageCount = next()
  const names = cut(packed.names, nameCount, next)
  const name = () => names[next()] ?? ''
  const [method = '', engine = '', tokenizer = '', dataSet = ''] = names
  const share = () => ({ id: name(), owner: name(), sharePpb: next(), tokens: next(), evidence: next() })
  const shares = times(shareCount, share)
  const passages = times(passageCount, () => readPassage(next, name, output))
  return { method, engine, tokenizer, dataSet, parameters, tokens, unattributedPpb, shares, passages, passagesTotal }
}

function readPassage(next: () => number, name: () => string, output: string): Passage {
  const start = next()
  const end = next()
  const tokens = next()
  const information = next()
  const threshold = next()
  const owners = next()
  const reason = REASONS[next()] ?? null
  const window = readWindow(next, name)
  const sourcesTotal = next()
  const sourceCount = next()
  const sources = times(sourceCount, () => ({ id: name(), sourceStart: next(), sourceEnd: next() }))
  const text = output.slice(start, end)
  const credited = reason === null
  return { start, end, tokens, text, information, threshold, owners, credited, reason, window, sources, sourcesTotal }
}

function readWindow(next: () => number, name: () => string): DecidingWindow | null {
  const tokens = next()
  return tokens === 0 ? null : { tokens, information: next(), owners: next(), id: name() }
}

function reader(numbers: Float64Array): () => number {
  let at = 0
  return () => numbers[at++] ?? Number.NaN
}

function cut(text: string, count: number, nextLength: () => number): string[] {
  let at = 0
  return times(count, () => {
    const start = at
    at += nextLength()
    return text.slice(start, at)
  })
}

function times<T>(count: number, make: () => T): T[] {
  const made: T[] = []
  for (let turn = 0; turn < count; turn++) made.push(make())
  return made
}
