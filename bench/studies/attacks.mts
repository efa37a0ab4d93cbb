// What can somebody upload to be paid more, or to have another be paid less? Each attack makes the texts of its rows out of the words it aims at.
import { pick } from './texts.mts'

export type Aim = {
  /** Of the row that is attacked, each with the space before it. */
  words: string[]
  /** Where the output's passage begins in them. */
  quoted: number
  /** The end of a licence that stands in the output before the passage. */
  licence: string[]
  /** Words of everybody. */
  others: string[]
  chance: (below: number) => number
}

export type Attack = {
  name: string
  /** Of `count` rows. */
  texts(aim: Aim, count: number): string[]
  /** The attacker's own row is not there beside these: it was cut into them. */
  isInstead?: boolean
}

const SNIPPET_WORDS = 8

export const ATTACKS: Attack[] = [
  { name: 'cloning', texts: ({ words }, count) => rows(count, () => words) },
  { name: 'near copies, 1 word in 12 altered', texts: (aim, count) => rows(count, () => altered(aim, 12)) },
  { name: 'stuffing with phrases of many', texts: (aim, count) => rows(count, () => stuffed(aim)) },
  { name: 'flooding with the word pairs', texts: (aim, count) => rows(count, () => shuffledPairs(aim)) },
  { name: 'boilerplate with a unique tail', texts: (aim, count) => rows(count, (at) => withTail(aim, at)) },
]

/** Of one's own row only. */
export const SPLITS: Attack[] = [
  { name: 'splitting', isInstead: true, texts: ({ words }, count) => pieces(words, count, 0) },
  {
    name: 'splitting, pieces overlap by 8 words',
    isInstead: true,
    texts: ({ words }, count) => pieces(words, count, 8),
  },
]

/** The words with one of so many replaced by another's. */
export function altered({ words, others, chance }: Aim, every: number): string[] {
  const from = chance(every)
  return words.map((word, at) => (at % every === from ? ` ${pick(others, chance).trim()}` : word))
}

function rows(count: number, words: (at: number) => string[]): string[] {
  return Array.from({ length: count }, (_, at) => words(at).join(''))
}

function stuffed({ words, others, chance }: Aim): string[] {
  const snippets = Math.ceil(words.length / SNIPPET_WORDS)
  return Array.from({ length: snippets }, (_, at) => {
    const from = at % 2 === 0 ? words : others
    const start = chance(from.length - SNIPPET_WORDS)
    return from.slice(start, start + SNIPPET_WORDS)
  }).flat()
}

function shuffledPairs({ words, chance }: Aim): string[] {
  const pairs = words.slice(1).map((word, at) => [words[at] ?? '', word])
  for (let last = pairs.length - 1; last > 0; last--) {
    const other = chance(last + 1)
    const [one, two] = [pairs[last], pairs[other]]
    if (one !== undefined && two !== undefined) [pairs[last], pairs[other]] = [two, one]
  }
  return pairs.flat()
}

/** The end of the licence, as it goes on in the output: with one to eight words of the passage behind it. */
function withTail({ words, quoted, licence, others, chance }: Aim, at: number): string[] {
  const tail = words.slice(quoted, quoted + 1 + (at % 8))
  return [...licence.slice(chance(licence.length - 20)), ...tail, ` ${pick(others, chance).trim()}`]
}

/** Pieces of one length; where there are more of them than words, they begin at the same ones. */
function pieces(words: string[], count: number, overlap: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const start = Math.floor((at * words.length) / count)
    const end = Math.floor(((at + 1) * words.length) / count)
    return words.slice(start, Math.max(end + (count > 1 ? overlap : 0), start)).join('')
  }).filter((piece) => piece !== '')
}
