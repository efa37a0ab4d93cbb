// One decision in the list: what was said, whether the claim held, by which model, when, and for how much.

import type { ListedDecision } from '../data/answers'
import { VerdictMark } from '../frame/verdict-mark'
import { ForeignName, VisibleText } from '../frame/visible-text'
import { decisionHref } from '../words/addresses'
import { formatCount, formatOpen } from '../words/amounts'
import { opening } from '../words/excerpts'
import { absentOutput } from '../words/methods'
import { formatMoment } from '../words/moments'

const excerptLength = 220

export function DecisionRow({ decision, isNew }: { decision: ListedDecision; isNew: boolean }) {
  const { model, modelVersion, output, fee, block } = decision
  return (
    <li class={isNew ? 'decision new' : 'decision'}>
      <a class="excerpt" href={decisionHref({ chain: decision.chainId, inferenceId: decision.inferenceId })} dir="auto">
        <Excerpt output={output} verdict={statusOf(decision)} />
      </a>
      <div class="facts">
        <VerdictMark status={statusOf(decision)} />
        <span class="model">
          {model === null ? 'unknown model' : <ForeignName text={model.name} />}
          {modelVersion !== null && ` v${modelVersion.version}`}
        </span>
        <span class="fee" title={`${formatCount(fee)} wei`}>
          {formatOpen(fee)}
        </span>
        <time dateTime={block.timestamp} title={`block ${formatCount(block.number)}`}>
          {formatMoment(block.timestamp)}
        </time>
      </div>
    </li>
  )
}

function Excerpt({ output, verdict }: { output: ListedDecision['output']; verdict: string }) {
  if (output === null || output.text === null) return <em>{absentOutput(output?.status ?? null, verdict)}</em>
  if (output.text.trim() === '') return <em>An empty output.</em>
  return <VisibleText text={opening(output.text, excerptLength)} />
}

/** The list speaks of suffix-array attribution, as the pages behind it do; no verdict yet means pending. */
function statusOf({ verdicts }: ListedDecision): string {
  return (verdicts.find(({ method }) => method === 'SUFFIX_ARRAY') ?? verdicts[0])?.status ?? 'PENDING'
}
