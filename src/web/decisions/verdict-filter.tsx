// Narrows the list to one verdict. The choices are links: each is an address of its own.

import { VerdictMark } from '../frame/verdict-mark'
import { listHref, statuses } from '../words/addresses'

export function VerdictFilter({ status }: { status: string | null }) {
  return (
    <nav class="filter" aria-label="Verdicts">
      <a href={listHref({ status: null, after: null })} aria-current={status === null ? 'page' : undefined}>
        All
      </a>
      {statuses.map((choice) => (
        <a
          key={choice}
          href={listHref({ status: choice, after: null })}
          aria-current={status === choice ? 'page' : undefined}
        >
          <VerdictMark status={choice} />
        </a>
      ))}
    </nav>
  )
}
