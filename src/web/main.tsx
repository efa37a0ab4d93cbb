// The explorer: one page for the list of decisions, one for each decision. Addresses are real ones that the server
// answers, so going back, bookmarking and opening in a new tab need nothing from us.

import { render } from 'preact'
import { useErrorBoundary } from 'preact/hooks'
import { DecisionPage } from './decision/decision-page'
import { DecisionsPage } from './decisions/decisions-page'
import { Frame } from './frame/frame'
import { Notice } from './frame/notices'
import { useTitle } from './frame/title'
import { readRoute } from './words/addresses'

const endpoint = '/graphql'

function Page() {
  const [error] = useErrorBoundary()
  if (error !== undefined) return <Broken error={error} />
  const route = readRoute(location.pathname, location.search)
  switch (route.kind) {
    case 'decisions':
      return <DecisionsPage status={route.status} after={route.after} endpoint={endpoint} />
    case 'decision':
      return <DecisionPage chain={route.chain} inferenceId={route.inferenceId} endpoint={endpoint} />
    case 'nowhere':
      return <Nowhere />
  }
}

function Nowhere() {
  useTitle('Not found')
  return (
    <Frame meta={null} isNarrow>
      <Notice title="There is no such page">
        <p>
          A decision’s address is <code>/decision/</code>, the number of its chain, a hyphen and the id of the
          inference: 0x and 64 hexadecimal digits. All decisions stand in <a href="/">the list</a>.
        </p>
      </Notice>
    </Frame>
  )
}

function Broken({ error }: { error: unknown }) {
  return (
    <Frame meta={null} isNarrow>
      <Notice title="This page failed to draw itself">
        <p>The fault is ours, not the evidence’s: {error instanceof Error ? error.message : String(error)}</p>
        <p>
          The same answers can be had from <a href="/graphql">/graphql</a>.
        </p>
      </Notice>
    </Frame>
  )
}

const root = document.getElementById('page')
if (root !== null) render(<Page />, root)
