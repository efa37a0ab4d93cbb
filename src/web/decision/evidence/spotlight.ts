// Lights one passage in the output and in every source at once: hover or focus shows it, a click or tap keeps it and
// brings its counterpart into view, Escape lets go. It works on the drawn elements by delegation, because a long text
// has hundreds of marks and drawing them again at every move of the pointer would stutter.

import { useLayoutEffect } from 'preact/hooks'

type Scope = { current: HTMLElement | null }

export function useSpotlight(scope: Scope): void {
  // Before the first paint, so that no click comes too early.
  useLayoutEffect(() => {
    const element = scope.current
    return element === null ? undefined : installSpotlight(element)
  }, [scope])
}

function installSpotlight(scope: HTMLElement): () => void {
  const ending = new AbortController()
  const options = { signal: ending.signal }
  let kept: string[] = []
  const show = (event: Event) => light(scope, passagesAt(event.target) ?? kept)
  const rest = () => light(scope, kept)
  scope.addEventListener('pointerover', show, options)
  scope.addEventListener('pointerleave', rest, options)
  scope.addEventListener('focusin', show, options)
  scope.addEventListener('focusout', rest, options)
  scope.addEventListener(
    'click',
    (event) => {
      const target = event.target
      const passages = passagesAt(target)
      if (!(target instanceof Element) || passages === undefined || isSelecting()) return
      kept = passages
      light(scope, kept)
      const note = target.closest<HTMLAnchorElement>('a.note')
      const counterpart =
        note === null ? counterpartOf(scope, target, kept) : document.getElementById(note.hash.slice(1))
      if (note !== null) event.preventDefault()
      bringIntoView(counterpart)
    },
    options,
  )
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return
      kept = []
      light(scope, kept)
    },
    options,
  )
  return () => ending.abort()
}

function passagesAt(target: EventTarget | null): string[] | undefined {
  if (!(target instanceof Element)) return undefined
  return target.closest<HTMLElement>('[data-passages]')?.dataset['passages']?.split(' ')
}

function light(scope: HTMLElement, passages: readonly string[]): void {
  for (const lit of scope.querySelectorAll('[data-lit]')) lit.removeAttribute('data-lit')
  for (const passage of passages) {
    for (const mark of scope.querySelectorAll(`[data-passages~="${passage}"]`)) mark.setAttribute('data-lit', '')
  }
}

function counterpartOf(scope: HTMLElement, target: Element, passages: readonly string[]): Element | null {
  const side = target.closest<HTMLElement>('[data-side]')?.dataset['side']
  const other = side === 'output' ? 'source' : 'output'
  return scope.querySelector(`[data-side="${other}"] [data-passages~="${passages[0]}"]`)
}

function bringIntoView(element: Element | null): void {
  if (element === null) return
  if (element instanceof HTMLAnchorElement) element.focus({ preventScroll: true })
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  element.scrollIntoView({ block: 'center', behavior: isCalm ? 'auto' : 'smooth' })
}

// A reader who selects words to quote them is not asking to be taken elsewhere.
function isSelecting(): boolean {
  return getSelection()?.isCollapsed === false
}
