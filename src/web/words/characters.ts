// Which characters of a foreign text could deceive its reader, and what to show in their place: controls, direction
// overrides and invisible marks become visible labels. Joiners stay, because emoji and many scripts are spelled with them.

export type Piece = { kind: 'text'; text: string } | { kind: 'control'; label: string }

// Cc and Cf are Unicode's controls and format characters: they draw nothing themselves and change what others look like.
// Kept: tab, line feed, carriage return, and the two joiners.
const deceiving = /(?![\t\n\r\u200C\u200D])[\p{Cc}\p{Cf}]/gu

export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(deceiving)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) })
    pieces.push({ kind: 'control', label: label(match[0]) })
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}

function label(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
