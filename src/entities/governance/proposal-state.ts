// In which state is a proposal at a moment? As OpenZeppelin's Governor answers it: partly said by events, partly by the clock, the votes
// against the quorum, and what the timelock did without the governor's word.
import type { Row } from '../rows'

export type ProposalState = 'PENDING' | 'ACTIVE' | 'CANCELED' | 'DEFEATED' | 'SUCCEEDED' | 'QUEUED' | 'EXECUTED'

export type Circumstances = Readonly<{
  /** Seconds since 1970. */
  now: bigint
  /** Votes for and abstentions that it takes; null where the index does not know it. */
  quorum: bigint | null
  /** What its timelock operation has come to; null where there is none, FORGOTTEN where it was cancelled and scheduled again since. */
  operation: string | null
}>

/** The moment of a block, as far as it is known: in seconds since 1970, both included. */
export type Span = Readonly<{ earliest: bigint; latest: bigint }>

type Proposal = Pick<Row<'proposal'>, 'status' | 'voteStart' | 'voteEnd' | 'votesFor' | 'votesAgainst' | 'votesAbstain'>

/** The state in a block whose time is known within bounds; null where it hangs on the very second. Time passes its stages in order. */
export function stateWithin(
  proposal: Proposal,
  { earliest, latest }: Span,
  facts: Omit<Circumstances, 'now'>,
): ProposalState | null {
  const [first, last] = [earliest, latest].map((now) => stateOf(proposal, { ...facts, now }))
  return first === last ? (first ?? null) : null
}

/** null where it hangs on a quorum that is not known. */
export function stateOf(proposal: Proposal, { now, quorum, operation }: Circumstances): ProposalState | null {
  const { status, voteStart, voteEnd } = proposal
  if (status === 'EXECUTED' || status === 'CANCELED') return status
  if (status === 'QUEUED') return queuedState(operation)
  if (now <= voteStart) return 'PENDING'
  if (now <= voteEnd) return 'ACTIVE'
  if (proposal.votesFor <= proposal.votesAgainst) return 'DEFEATED'
  if (quorum === null) return null
  return proposal.votesFor + proposal.votesAbstain < quorum ? 'DEFEATED' : 'SUCCEEDED'
}

/** Executed or cancelled on the timelock itself, the governor says no word of it. */
function queuedState(operation: string | null): ProposalState | null {
  if (operation === 'FORGOTTEN') return null
  if (operation === 'EXECUTED') return 'EXECUTED'
  return operation === 'CANCELLED' ? 'CANCELED' : 'QUEUED'
}
