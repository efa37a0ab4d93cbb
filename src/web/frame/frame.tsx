// What surrounds every page: the way past the masthead, the name, and of which block the page speaks.

import type { ComponentChildren } from 'preact'
import type { Meta } from '../data/answers'
import { formatCount } from '../words/amounts'
import { formatMoment } from '../words/moments'

type FrameProps = { meta: Meta | null; isNarrow?: boolean; children: ComponentChildren }

export function Frame({ meta, isNarrow = false, children }: FrameProps) {
  return (
    <div class={isNarrow ? 'frame narrow' : 'frame'}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="masthead">
        <a href="/" class="name">
          Headwater
        </a>
        <span class="motto">Which training data stands behind a model’s decision</span>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer class="colophon">
        {meta !== null && <Snapshot meta={meta} />}
        <p>
          Everything here comes from <a href="/graphql">/graphql</a>, the same API that is open to you. The chain’s
          Datanet, model and reward events are read through <em>poa/1</em>, a reference interface: the real contracts’
          own is not published.
        </p>
      </footer>
    </div>
  )
}

function Snapshot({ meta }: { meta: Meta }) {
  return (
    <p>
      As of block <span title={meta.block.hash}>{formatCount(meta.block.number)}</span>,{' '}
      <time dateTime={meta.block.timestamp}>{formatMoment(meta.block.timestamp)}</time>.
      {meta.hasIndexingErrors && ' Indexing reports errors: some rows may be missing.'}
    </p>
  )
}
