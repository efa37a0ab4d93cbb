// A foreign text as text nodes, with the characters that could deceive its reader made visible.

import { visiblePieces } from '../words/characters'

export function VisibleText({ text }: { text: string }) {
  return (
    <>
      {visiblePieces(text).map((piece, index) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <span key={index} class="control" title={`An invisible character, ${piece.label}`}>
            {piece.label}
          </span>
        ),
      )}
    </>
  )
}

/** A foreign name inside our own sentence: isolated, so that its direction can't turn the sentence around. */
export function ForeignName({ text }: { text: string }) {
  return (
    <bdi>
      <VisibleText text={text} />
    </bdi>
  )
}
