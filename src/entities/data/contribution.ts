// What is true of a contribution after an event. It goes SUBMITTED -> APPROVED or REJECTED, and to WITHDRAWN from SUBMITTED or
// APPROVED; the positions of approval and withdrawal stay, because they decide which versions hold it.
import type { EventOf } from '../../events/event'
import { accountId, contributionId, positionId } from '../../events/ids'
import type { Change, Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch, World } from '../world'

type Kinds =
  | 'contributionSubmitted'
  | 'contributionApproved'
  | 'contributionRejected'
  | 'contributionWithdrawn'
  | 'rowsRemoved'
type Review = EventOf<'contributionApproved' | 'contributionRejected' | 'contributionWithdrawn' | 'rowsRemoved'>

// PostgreSQL's integer, in which removed rows are kept; ids of data points end well below it.
const HIGHEST_ROW = 2n ** 31n - 1n

export const contributionTransitions: Transitions<Kinds> = {
  contributionSubmitted: {
    touches: (event) => [
      { kind: 'datanet', id: event.datanet },
      { kind: 'contribution', id: contributionId(event.datanet, event.contributionId) },
      touchAccount(event, event.contributor),
    ],
    apply(world, event) {
      const reason = whyNotSubmitted(world, event)
      if (reason !== null) return skip(event, reason)
      const row: Row<'contribution'> = {
        ...placeOf(event),
        id: contributionId(event.datanet, event.contributionId),
        datanet: event.datanet,
        contributionId: event.contributionId,
        contributor: accountId(event.at.chainId, event.contributor),
        contentRoot: event.contentRoot,
        contentUri: event.contentUri,
        rowCount: event.rowCount,
        byteLength: event.byteLength,
        license: event.license,
        stake: event.stake,
        status: 'SUBMITTED',
        ...{ reviewer: null, qualityPpm: null, rejectionReason: null, approvedBlockNumber: null },
        ...{ approvedLogIndex: null, withdrawnBlockNumber: null, withdrawnLogIndex: null },
      }
      return [...newAccounts(world, event, event.contributor), { kind: 'contribution', row }]
    },
  },

  contributionApproved: {
    touches: (event) => [touchContribution(event), touchAccount(event, event.reviewer)],
    apply: (world, event) =>
      move(world, event, ['SUBMITTED'], {
        status: 'APPROVED',
        reviewer: accountId(event.at.chainId, event.reviewer),
        qualityPpm: event.qualityPpm,
        approvedBlockNumber: event.at.blockNumber,
        approvedLogIndex: event.at.logIndex,
      }),
  },

  contributionRejected: {
    touches: (event) => [touchContribution(event), touchAccount(event, event.reviewer)],
    apply: (world, event) =>
      move(world, event, ['SUBMITTED'], {
        status: 'REJECTED',
        reviewer: accountId(event.at.chainId, event.reviewer),
        rejectionReason: event.reason,
      }),
  },

  contributionWithdrawn: {
    touches: (event) => [touchContribution(event)],
    apply: (world, event) =>
      move(world, event, ['SUBMITTED', 'APPROVED'], {
        status: 'WITHDRAWN',
        withdrawnBlockNumber: event.at.blockNumber,
        withdrawnLogIndex: event.at.logIndex,
      }),
  },

  rowsRemoved: {
    touches: (event) => [touchContribution(event)],
    apply(world, event) {
      const contribution = contributionOf(world, event)
      if (contribution === undefined) return skip(event, absent(event))
      if (contribution.status !== 'APPROVED') return skip(event, refused(event, contribution))
      const wrong = event.rows.find((row) => row >= contribution.rowCount || row > HIGHEST_ROW)
      if (wrong !== undefined) return skip(event, `the contribution ${event.contributionId} has no row ${wrong}`)
      const row = {
        ...{ id: positionId(event.at), contribution: contribution.id, rows: event.rows.map(Number) },
        ...{ reason: event.reason, ...placeOf(event) },
      }
      return [{ kind: 'rowRemoval', row }]
    },
  },
}

function whyNotSubmitted(world: World, event: EventOf<'contributionSubmitted'>): string | null {
  if (world.get('datanet', event.datanet) === undefined) return 'its Datanet does not exist'
  if (event.contributionId === 0n) return 'a contribution can not have the number 0'
  const known = world.get('contribution', contributionId(event.datanet, event.contributionId))
  return known === undefined ? null : `the contribution ${event.contributionId} was submitted already`
}

function move(world: World, event: Review, from: string[], to: Partial<Row<'contribution'>>): Change[] {
  const contribution = contributionOf(world, event)
  if (contribution === undefined) return skip(event, absent(event))
  if (!from.includes(contribution.status)) return skip(event, refused(event, contribution))
  const reviewers = 'reviewer' in event ? newAccounts(world, event, event.reviewer) : []
  return [...reviewers, { kind: 'contribution', row: { ...contribution, ...to } }]
}

function contributionOf(world: World, event: Review): Row<'contribution'> | undefined {
  return world.get('contribution', contributionId(event.datanet, event.contributionId))
}

function touchContribution(event: Review): Touch {
  return { kind: 'contribution', id: contributionId(event.datanet, event.contributionId) }
}

function absent(event: Review): string {
  return `the contribution ${event.contributionId} was never submitted`
}

function refused(event: Review, contribution: Row<'contribution'>): string {
  return `the contribution ${event.contributionId} is ${contribution.status}`
}
