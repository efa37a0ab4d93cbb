// When a live list has to keep still: its reader has scrolled down, works inside it, or is about to click.

type List = { current: HTMLElement | null }

const scrolledPx = 80
// Long enough to aim and click, short enough that a mouse left lying on the list doesn't stop it.
const aimingMs = 2_500

/** A question to ask at each change: must the list keep still now? */
export function createHold(list: List, signal: AbortSignal): () => boolean {
  let movedAt = Number.NEGATIVE_INFINITY
  document.addEventListener(
    'pointermove',
    ({ target }) => {
      if (target instanceof Node && list.current?.contains(target)) movedAt = performance.now()
    },
    { signal, passive: true },
  )
  return () => {
    const focused = document.activeElement
    const isInside = focused !== null && focused !== list.current && (list.current?.contains(focused) ?? false)
    return scrollY > scrolledPx || isInside || performance.now() - movedAt < aimingMs
  }
}
