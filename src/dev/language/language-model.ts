// How do the local chain's models speak? A word-level n-gram model with back-off, really trained on the rows of a model version:
// held closely it quotes, held loosely it recombines, and now and then it spells a word of its own.
import type { Random } from '../random'

export type LanguageModel = {
  /** An answer to a question: it begins in the row that shares most rare words with the question. */
  answer(question: string, random: Random): string
}

/** A word or sign with the white space before it, so that joined pieces are text again. */
const PIECE = /\s*(?:[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_])/gu

/** How the model holds on to what it read: how much context it looks for, for how many pieces, at what temperature. */
type Mood = { readonly order: number; readonly pieces: number; readonly temperature: number; readonly weight: number }

const MOODS: readonly Mood[] = [
  { order: 6, pieces: 40, temperature: 0.7, weight: 4 },
  { order: 3, pieces: 18, temperature: 0.9, weight: 3 },
  { order: 2, pieces: 16, temperature: 1.2, weight: 2 },
  { order: 1, pieces: 14, temperature: 1, weight: 2 },
]
const MIN_PIECES = 40
const MAX_PIECES = 170
const CHANCE_OF_NEW_WORD = 0.03
const CHANCE_OF_NEW_ROW = 0.25

export function trainLanguageModel(texts: readonly string[]): LanguageModel {
  const memory = memorize(texts)
  return {
    answer(question, random) {
      const length = MIN_PIECES + random.below(MAX_PIECES - MIN_PIECES)
      const spoken = openingOf(question, memory, random)
      let mood = pickMood(random)
      let left = mood.pieces
      while (spoken.length < length) {
        if (left === 0) {
          mood = pickMood(random)
          left = mood.pieces
          if (random.chance(CHANCE_OF_NEW_ROW)) spoken.push(...beginRow(memory, random))
        }
        spoken.push(...nextPieces(spoken, mood, memory, random))
        left -= 1
      }
      return spoken.join('').trim()
    },
  }
}

/** All pieces one after another, an end mark behind each row, and where each piece stands: contexts are found, not stored. */
type Memory = {
  readonly pieces: readonly string[]
  readonly placesOf: ReadonlyMap<string, readonly number[]>
  readonly rowStarts: readonly number[]
  readonly words: WordSpeller
}

const END = '\u0000'

function memorize(texts: readonly string[]): Memory {
  const pieces: string[] = []
  const rowStarts: number[] = []
  for (const text of texts) {
    rowStarts.push(pieces.length)
    for (const [piece] of text.matchAll(PIECE)) pieces.push(piece)
    pieces.push(END)
  }
  const placesOf = new Map<string, number[]>()
  pieces.forEach((piece, place) => {
    const places = placesOf.get(piece)
    if (places === undefined) placesOf.set(piece, [place])
    else places.push(place)
  })
  return { pieces, placesOf, rowStarts, words: learnSpelling(placesOf.keys()) }
}

function pickMood(random: Random): Mood {
  const mood = MOODS[random.weighted(MOODS.map(({ weight }) => weight))]
  if (mood === undefined) throw new RangeError('no mood')
  return mood
}

function firstPieces(pieces: readonly string[], start: number): string[] {
  return pieces.slice(start, start + 3).filter((piece) => piece !== END)
}

/** A break, then the beginning of any row. */
function beginRow({ pieces, rowStarts }: Memory, random: Random): string[] {
  return rowStarts.length === 0 ? [] : ['\n\n', ...firstPieces(pieces, random.pick(rowStarts))]
}

/** Looks at a handful of rows and begins with the one that the question's rare words occur in. */
function openingOf(question: string, memory: Memory, random: Random): string[] {
  const asked = new Set([...question.matchAll(PIECE)].map(([piece]) => piece.trim().toLowerCase()))
  const candidates = memory.rowStarts.filter(() => random.chance(64 / memory.rowStarts.length))
  const scored = candidates.map((start) => ({ start, score: overlap(asked, memory, start) }))
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { start: 0, score: -1 })
  return firstPieces(memory.pieces, best.start)
}

function overlap(asked: ReadonlySet<string>, memory: Memory, start: number): number {
  let score = 0
  for (let place = start; place < memory.pieces.length && memory.pieces[place] !== END; place++) {
    const piece = memory.pieces[place] ?? ''
    if (asked.has(piece.trim().toLowerCase())) score += 1 / (memory.placesOf.get(piece)?.length ?? 1)
  }
  return score
}

/** Backs off from the mood's order to a single piece of context until something followed it; at a row's end another row begins. */
function nextPieces(spoken: readonly string[], mood: Mood, memory: Memory, random: Random): string[] {
  if (random.chance(CHANCE_OF_NEW_WORD)) return [` ${memory.words.spell(random)}`]
  for (let order = mood.order; order > 0; order--) {
    const counts = followersOf(spoken.slice(-order), memory)
    const [followers, weights] = [[...counts.keys()], [...counts.values()]]
    const next = followers[random.weighted(weights.map((count) => count ** (1 / mood.temperature)))]
    if (next === END) break
    if (next !== undefined) return [next]
  }
  return afterNewWord(spoken, memory, random) ?? beginRow(memory, random)
}

/** A word that nobody wrote is followed by what followed the word before it, one place on, as if it had been one of theirs. */
function afterNewWord(spoken: readonly string[], memory: Memory, random: Random): string[] | null {
  const places = memory.placesOf.get(spoken.at(-2) ?? '') ?? []
  if (memory.placesOf.has(spoken.at(-1) ?? '') || places.length === 0) return null
  const next = memory.pieces[random.pick(places) + 2]
  return next === undefined || next === END ? null : [next]
}

/** Common words stand in thousands of places: a spread of them says enough. */
const MAX_PLACES = 400

function followersOf(context: readonly string[], memory: Memory): Map<string, number> {
  const last = context.at(-1) ?? ''
  const places = memory.placesOf.get(last) ?? []
  const stride = Math.max(1, Math.floor(places.length / MAX_PLACES))
  const counts = new Map<string, number>()
  for (let index = 0; index < places.length; index += context.length > 2 ? 1 : stride) {
    const place = places[index] ?? 0
    if (!endsWith(memory.pieces, place, context)) continue
    const next = memory.pieces[place + 1]
    if (next !== undefined) counts.set(next, (counts.get(next) ?? 0) + 1)
  }
  return counts
}

function endsWith(pieces: readonly string[], place: number, context: readonly string[]): boolean {
  return context.every((piece, index) => pieces[place - context.length + 1 + index] === piece)
}

type WordSpeller = { spell(random: Random): string }

/** Words that nobody wrote: letters follow letters as in the words that were read. */
function learnSpelling(pieces: Iterable<string>): WordSpeller {
  const followers = new Map<string, string[]>()
  for (const piece of pieces) {
    const word = piece.trim()
    if (!/^[a-z]{4,}$/.test(word)) continue
    const spelled = `^^${word}$`
    for (let index = 2; index < spelled.length; index++) {
      const context = spelled.slice(index - 2, index)
      const known = followers.get(context) ?? []
      known.push(spelled[index] ?? '$')
      followers.set(context, known)
    }
  }
  return {
    spell(random) {
      let word = '^^'
      while (word.length < 14) {
        const letters = followers.get(word.slice(-2))
        const letter = letters === undefined ? '$' : random.pick(letters)
        if (letter === '$') break
        word += letter
      }
      return word.slice(2) || 'um'
    },
  }
}
