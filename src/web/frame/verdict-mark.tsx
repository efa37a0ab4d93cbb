// A verdict as a shape and a word, so that neither colour nor shape has to carry it alone.

import { verdictWord } from '../words/verdicts'

export function VerdictMark({ status }: { status: string }) {
  return (
    <span class={`verdict verdict-${status.toLowerCase()}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        <Shape status={status} />
      </svg>
      {verdictWord(status)}
    </span>
  )
}

function Shape({ status }: { status: string }) {
  switch (status) {
    case 'RECOMPUTED':
      return (
        <>
          <circle cx="8" cy="8" r="7" class="filled" />
          <path d="M4.5 8.3l2.4 2.4 4.6-5.2" class="on-filled" />
        </>
      )
    case 'MISMATCH':
      return (
        <>
          <path d="M8 .6L15.4 8 8 15.4.6 8z" class="filled" />
          <path d="M5.2 6.6h5.6M5.2 9.4h5.6M9.6 4.6L6.4 11.4" class="on-filled" />
        </>
      )
    case 'UNVERIFIABLE':
      return (
        <>
          <path d="M8 1.5l7 12.8H1z" class="outlined" />
          <path d="M8 6v4M8 11.6v1.2" class="outlined" />
        </>
      )
    case 'UNCLAIMED':
      return <rect x="1.75" y="1.75" width="12.5" height="12.5" class="outlined" />
    default:
      return <circle cx="8" cy="8" r="6.25" class="outlined dotted" />
  }
}
