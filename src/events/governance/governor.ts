// What the Governor says: proposals through their states as far as events tell, votes, and each parameter when it is set.
import { type Decoders, nameOf } from '../decoder'
import type { LogFields } from '../log-fields'
import { UndecodableLog } from '../log-fields'
import type { ProposedCall } from './governance-event'
import { operationOf } from './operation'

const SUPPORT = ['AGAINST', 'FOR', 'ABSTAIN'] as const

export const governor: Decoders<'OpenLedgerGovernor'> = {
  ProposalCreated: (fields, { log }) => {
    const actions = actionsOf(fields)
    return {
      kind: 'proposalCreated',
      proposalId: fields.uint('proposalId'),
      proposer: fields.address('proposer'),
      actions,
      voteStart: fields.uint('voteStart'),
      voteEnd: fields.uint('voteEnd'),
      description: fields.text('description'),
      operation: operationOf(log.address, actions, fields.textBytes('description')),
    }
  },
  ProposalQueued: (fields) => ({
    kind: 'proposalQueued',
    proposalId: fields.uint('proposalId'),
    etaSeconds: fields.uint('etaSeconds'),
  }),
  ProposalExecuted: (fields) => ({ kind: 'proposalExecuted', proposalId: fields.uint('proposalId') }),
  ProposalCanceled: (fields) => ({ kind: 'proposalCanceled', proposalId: fields.uint('proposalId') }),
  VoteCast: (fields) => ({ ...voteOf(fields), params: null }),
  VoteCastWithParams: (fields) => ({ ...voteOf(fields), params: fields.bytes('params') }),
  VotingDelaySet: (fields) => numberSet('VOTING_DELAY', fields, ['oldVotingDelay', 'newVotingDelay']),
  VotingPeriodSet: (fields) => numberSet('VOTING_PERIOD', fields, ['oldVotingPeriod', 'newVotingPeriod']),
  ProposalThresholdSet: (fields) =>
    numberSet('PROPOSAL_THRESHOLD', fields, ['oldProposalThreshold', 'newProposalThreshold']),
  QuorumNumeratorUpdated: (fields) =>
    numberSet('QUORUM_NUMERATOR', fields, ['oldQuorumNumerator', 'newQuorumNumerator']),
  TimelockChange: (fields) => ({
    kind: 'governanceParameterSet',
    parameter: 'TIMELOCK',
    previous: fields.address('oldTimelock'),
    value: fields.address('newTimelock'),
  }),
}

/** What a number was set to, and from what. */
export function numberSet(parameter: string, fields: LogFields, [previous, value]: [string, string]) {
  return {
    kind: 'governanceParameterSet',
    parameter,
    previous: fields.uint(previous).toString(),
    value: fields.uint(value).toString(),
  } as const
}

function voteOf(fields: LogFields) {
  return {
    kind: 'voteCast',
    proposalId: fields.uint('proposalId'),
    voter: fields.address('voter'),
    support: nameOf(SUPPORT, fields.uint('support')),
    weight: fields.uint('weight'),
    reason: fields.text('reason'),
  } as const
}

function actionsOf(fields: LogFields): ProposedCall[] {
  const [targets, values] = [fields.strings('targets'), fields.uints('values')]
  const [signatures, calldatas] = [fields.strings('signatures'), fields.strings('calldatas')]
  if ([values, signatures, calldatas].some((list) => list.length !== targets.length)) {
    throw new UndecodableLog('ProposalCreated has lists of different lengths')
  }
  return targets.map((target, index) => ({
    target,
    value: values[index] ?? 0n,
    signature: signatures[index] ?? '',
    calldata: calldatas[index] ?? '0x',
  }))
}
