// What do the inhabitants learn of votes and proposals? When one that changes the fee is executed, they know the new fee from its call.
import { type Address, decodeFunctionData, type Hex } from 'viem'
import { functionSelector } from '../../chain/abi'
import { abiOf } from '../contracts/contract'
import { on, type Reading, type Seen } from './reading'
import type { Proposal } from './world'

type Created = { proposalId: bigint; calldatas: readonly Hex[] }

export const GOVERNANCE_READINGS: Readonly<Record<string, Reading>> = {
  'GOPEN.DelegateChanged': on<{ delegator: Address }>(({ delegator }, { world }) => {
    world.voters.add(delegator)
  }),
  'OpenLedgerGovernor.ProposalCreated': on<Created>(({ proposalId: id, calldatas }, { world, place }) => {
    const { block: createdAt } = place
    const number = world.proposals.size
    world.proposals.set(id, {
      id,
      number,
      calldatas,
      status: 'created',
      operation: null,
      createdAt,
      changedAt: createdAt,
    })
  }),
  'OpenLedgerGovernor.VoteCast': onProposal((proposal) => {
    proposal.status = 'voted'
  }),
  'OpenLedgerGovernor.ProposalQueued': onProposal((proposal, { world, place }) => {
    Object.assign(proposal, { status: 'queued', operation: world.scheduled, changedAt: place.block })
  }),
  'OpenLedgerGovernor.ProposalCanceled': onProposal((proposal) => {
    proposal.status = 'ended'
  }),
  'OpenLedgerGovernor.ProposalExecuted': onProposal((proposal, { world }) => {
    proposal.status = 'ended'
    for (const data of proposal.calldatas) world.platformFee = feeSetBy(data) ?? world.platformFee
  }),
  'Timelock.CallScheduled': on<{ id: Hex }>(({ id }, { world }) => {
    world.scheduled = id
  }),
  'Timelock.Cancelled': on<{ id: Hex }>(({ id }, { world }) => {
    for (const proposal of world.proposals.values()) if (proposal.operation === id) proposal.status = 'ended'
  }),
}

function onProposal(read: (proposal: Proposal, seen: Seen) => void): Reading {
  return on<{ proposalId: bigint }>(({ proposalId }, seen) => {
    const proposal = seen.world.proposals.get(proposalId)
    if (proposal !== undefined) read(proposal, seen)
  })
}

/** null: the call sets no rates. */
function feeSetBy(data: Hex): bigint | null {
  if (!data.startsWith(functionSelector('RewardDistributor', 'setRates'))) return null
  const { args } = decodeFunctionData({ abi: abiOf('RewardDistributor'), data })
  const [rates] = (args ?? []) as readonly { platformFee?: bigint }[]
  return rates?.platformFee ?? null
}
