// How does a text become cl100k_base tokens here? The vocabulary and the byte-pair merging are js-tiktoken's; the cutting into
// pieces is spelled out below, because JavaScript's idea of white space is not Unicode's.
import { Tiktoken } from 'js-tiktoken/lite'
import cl100k from 'js-tiktoken/ranks/cl100k_base'

/** Size of the vocabulary, special tokens included: V of the method. */
export const VOCABULARY_SIZE = 100_277

// \s of JavaScript holds U+FEFF and lacks U+0085; the property is what the vocabulary was trained with.
const SPACE = '\\p{White_Space}'
const PATTERN = [
  "'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])",
  '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+',
  '\\p{N}{1,3}',
  ` ?[^${SPACE}\\p{L}\\p{N}]+[\\r\\n]*`,
  `${SPACE}*[\\r\\n]+`,
  `${SPACE}+(?!\\P{White_Space})`,
  `${SPACE}+`,
].join('|')

// Real text repeats its pieces: with this many remembered, almost all merging is done once. About 10 MB when full.
const MAX_REMEMBERED_PIECES = 100_000

const encoder = new Tiktoken({ ...cl100k, pat_str: PATTERN })
const remembered = new Map<string, readonly number[]>()

/** Tokens of a whole text. The names of special tokens are ordinary text. */
export function tokenize(text: string): number[] {
  const tokens: number[] = []
  for (const [piece] of text.matchAll(new RegExp(PATTERN, 'gu'))) {
    for (const token of tokenizePiece(piece)) tokens.push(token)
  }
  return tokens
}

/** Pieces are tokenised independently of each other, so each can be remembered. */
function tokenizePiece(piece: string): readonly number[] {
  const known = remembered.get(piece)
  if (known !== undefined) return known
  const tokens = encoder.encode(piece, [], [])
  if (remembered.size >= MAX_REMEMBERED_PIECES) remembered.clear()
  remembered.set(piece, tokens)
  return tokens
}
