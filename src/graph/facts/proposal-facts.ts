// What was a proposal's state, and what its quorum, as of some block? From what the index keeps of that block's time.
import type { ProposalFacts } from '../../database/reads/read-proposals'
import { type ProposalState, stateWithin } from '../../entities/governance/proposal-state'
import type { GraphContext } from '../context'
import { type AtBlock, blockAt } from './block-time'

type Named = { id: string; chainId: number }

export async function stateAt(
  context: GraphContext,
  proposal: Named,
  block: number | null | undefined,
): Promise<ProposalState | null> {
  const found = await factsAt(context, proposal, block)
  if (found === null) return null
  const { facts, at } = found
  const [voteStart, voteEnd] = [BigInt(facts.voteStart), BigInt(facts.voteEnd)]
  const [votesFor, votesAgainst] = [BigInt(facts.votesFor), BigInt(facts.votesAgainst)]
  const counted = { votesFor, votesAgainst, votesAbstain: BigInt(facts.votesAbstain) }
  const { status, operation } = facts
  return stateWithin({ status, voteStart, voteEnd, ...counted }, at.time, { quorum: quorumOf(facts, at), operation })
}

/** null while the snapshot lies ahead: until then votes may still be made. */
export async function quorumAt(context: GraphContext, proposal: Named, block: number | null | undefined) {
  const found = await factsAt(context, proposal, block)
  return found === null ? null : quorumOf(found.facts, found.at)
}

function quorumOf(facts: ProposalFacts, at: AtBlock): bigint | null {
  return facts.quorum === null || at.time.earliest < BigInt(facts.voteStart) ? null : BigInt(facts.quorum)
}

async function factsAt(
  context: GraphContext,
  { id, chainId }: Named,
  block: number | null | undefined,
): Promise<{ facts: ProposalFacts; at: AtBlock } | null> {
  const at = await blockAt(context, chainId, block)
  const facts = at === null ? null : await context.proposalFacts(`${id} ${at.number}`)
  return at === null || facts === null ? null : { facts, at }
}
