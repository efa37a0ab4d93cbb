// A set with known answers out of real text: excerpts of other versions of files that are in the data, of texts that are not, of licences, and
// passages of the data planted in absent text.
import { createChance, type Document, pick, wordsOf } from './texts.mts'

type Row = import('../../src/attribution/engine').Row

export type Question = {
  kind: 'copy' | 'light' | 'heavy' | 'absent' | 'licence' | 'planted' | 'altered'
  text: string
  /** The package of the right rows, of texts with a source. */
  source: string | null
  /** What a planted passage lies in. */
  around: string | null
  /** The file that the text, or what is planted in it, was cut from. */
  from: string
}

export type QualitySet = { rows: Row[]; questions: Question[] }

const ROW_WORDS = 180
const EXCERPT_WORDS = 250
/** No package may be more than this of the excerpts. */
const OF_A_PACKAGE = 8
const EXCERPTS_OF_A_FILE = 3
const ABSENT = 120
const LICENCES = 60
const PLANTED = 120

/** The first version of every file is in the data, but for the owners left out: every tenth that has one version of everything. */
export function createQualitySet(documents: Document[], seed: number): QualitySet {
  const chance = createChance(seed)
  const versions = Map.groupBy(documents, ({ file }) => file)
  const several = new Set(
    [...versions.values()].filter((files) => distinct(files).length > 1).map(([first]) => first?.owner),
  )
  const single = [...new Set(documents.map(({ owner }) => owner))].filter((owner) => !several.has(owner)).sort()
  const left = new Set(single.filter((_, at) => at % 10 === 9))
  const sources = [...versions.values()]
    .flatMap((files) => distinct(files).slice(0, 1))
    .filter(({ owner }) => !left.has(owner))
  const rows = sources.sort((one, other) => (one.path < other.path ? -1 : 1)).flatMap(rowsOf)
  const outside = documents.filter(({ owner }) => left.has(owner))
  const absent = excerptsOf(outside.filter(isReadme), chance, ABSENT)
  const planted = rows.filter(({ id, text }) => /readme[^/]*#\d+#$/i.test(id) && wordsOf(text).length === ROW_WORDS)
  return {
    rows,
    questions: [
      ...[...versions.values()].flatMap((files) => otherVersions(distinct(files), chance)).filter(fewOfAPackage()),
      ...absent.map((one): Question => ({ kind: 'absent', ...one, source: null, around: null })),
      ...outside
        .filter(({ path }) => /licen[cs]e[^/]*$/i.test(path))
        .slice(0, LICENCES)
        .map(({ text, path }): Question => ({ kind: 'licence', text, source: null, around: null, from: path })),
      ...Array.from({ length: PLANTED }, () =>
        plant(pick(planted, chance), { rows, around: pick(absent, chance).text, chance }),
      ).flat(),
    ],
  }
}

function distinct(files: Document[]): Document[] {
  const texts = new Set<string>()
  return files.filter(({ text }) => !texts.has(text) && texts.add(text))
}

function isReadme({ path }: Document): boolean {
  return /readme[^/]*$/i.test(path)
}

/** Excerpts of every version but the first, by how many of their word triples the first has. */
function otherVersions([first, ...others]: Document[], chance: (below: number) => number): Question[] {
  if (first === undefined) return []
  const known = triples(wordsOf(first.text))
  return others.flatMap((other) => {
    const words = wordsOf(other.text)
    const places = Math.min(EXCERPTS_OF_A_FILE, Math.floor(words.length / EXCERPT_WORDS))
    return Array.from({ length: places }, () =>
      words.slice(chance(words.length - EXCERPT_WORDS + 1)).slice(0, EXCERPT_WORDS),
    ).flatMap((excerpt) => {
      const own = [...triples(excerpt)]
      const kept = own.filter((triple) => known.has(triple)).length / own.length
      const kind = kept >= 0.98 ? 'copy' : kept >= 0.8 ? 'light' : kept >= 0.3 ? 'heavy' : null
      return kind === null
        ? []
        : [{ kind, text: excerpt.join(''), source: `${first.package}/`, around: null, from: other.path }]
    })
  })
}

function fewOfAPackage(): (question: Question) => boolean {
  const counts = new Map<string | null, number>()
  return ({ source: name }) => {
    counts.set(name, (counts.get(name) ?? 0) + 1)
    return (counts.get(name) ?? 0) <= OF_A_PACKAGE
  }
}

function triples(words: string[]): Set<string> {
  const plain = words.map((word) => word.trim())
  return new Set(plain.slice(2).map((word, at) => `${plain[at]} ${plain[at + 1]} ${word}`))
}

type Excerpt = Pick<Question, 'text' | 'from'>

function excerptsOf(documents: Document[], chance: (below: number) => number, count: number): Excerpt[] {
  const all = documents.map(({ text, path }) => ({ words: wordsOf(text), from: path }))
  const long = all.filter(({ words }) => words.length >= EXCERPT_WORDS)
  return Array.from({ length: count }, () => {
    const { words, from } = pick(long, chance)
    const start = chance(words.length - EXCERPT_WORDS + 1)
    return { text: words.slice(start, start + EXCERPT_WORDS).join(''), from }
  })
}

type Ground = { rows: Row[]; around: string; chance: (below: number) => number }

/** 15 to 90 words of a row inside an absent text: as they are, and with every fifth replaced by a word of that text. */
function plant(row: Row, { rows, around, chance }: Ground): Question[] {
  const words = wordsOf(row.text)
  const frame = wordsOf(around)
  const count = 15 + chance(76)
  const start = chance(words.length - count + 1)
  const passage = words.slice(start, start + count)
  const replaced = passage.map((word, at) => (at % 5 === 4 ? pick(frame, chance) : word))
  const half = Math.floor(frame.length / 2)
  const inside = (middle: string[]) => [...frame.slice(0, half), ...middle, ...frame.slice(half)].join('')
  // Others may have written it before.
  const first = rows.find(({ text }) => text.includes(passage.join(''))) ?? row
  const source = packageOf(first.id)
  return [
    { kind: 'planted', text: inside(passage), source, around, from: row.id },
    { kind: 'altered', text: inside(replaced), source, around, from: row.id },
  ]
}

/** Of the file in which a row stands, with a slash behind it. */
export function packageOf(id: string): string {
  const parts = (id.split('node_modules/').at(-1) ?? id).split('/')
  return `${parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/')}/`
}

function rowsOf({ path, owner, text }: Document): Row[] {
  const words = wordsOf(text)
  return Array.from({ length: Math.ceil(words.length / ROW_WORDS) }, (_, at) => ({
    id: `${path}#${at}#`,
    owner,
    text: words.slice(at * ROW_WORDS, (at + 1) * ROW_WORDS).join(''),
  }))
}
