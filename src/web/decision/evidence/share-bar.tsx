// A share as a thin bar. It is an SVG with a width attribute, because a strict policy forbids style attributes; the
// number beside it says the same to those who don't see it.

export function ShareBar({ ppb }: { ppb: bigint }) {
  // Bars are for eyes: a hundredth of a per cent is finer than a pixel of theirs.
  const percent = Number(ppb / 100_000n) / 100
  return (
    <svg class="share-bar" width="100%" height="4" aria-hidden="true" focusable="false">
      <rect class="track" width="100%" height="4" />
      <rect class="part" width={`${percent}%`} height="4" />
    </svg>
  )
}
