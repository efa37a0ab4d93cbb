// The pages that have no evidence to show: still loading, nothing there, no answer, or a fault of our own.

import type { ComponentChildren } from 'preact'

export function Notice({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="notice">
      <h1>{title}</h1>
      {children}
    </section>
  )
}

export function Unreachable({ message, hasContent }: { message: string; hasContent: boolean }) {
  return (
    <p class="trouble" role="status">
      <strong>Headwater’s API does not answer</strong> ({message}).{' '}
      {hasContent ? 'What you see may be out of date.' : 'This page asks again every two seconds.'}
    </p>
  )
}

/** Grey lines where text will stand; they fade in late, so that a quick answer doesn't flicker. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class="line" />
      ))}
    </div>
  )
}
