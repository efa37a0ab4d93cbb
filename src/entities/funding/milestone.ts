// What is true of a grant's milestones after an event. One goes SET -> REACHED -> PAID, and may be set anew until it is reached. A
// payment is kept as the chain says it, also where its milestone was never set.
import type { EventOf } from '../../events/event'
import { grantId, milestoneId, positionId } from '../../events/ids'
import type { Change, Row } from '../rows'
import { placeOf, skip, type Transitions } from '../transition'
import type { Touch, World } from '../world'
import { groundOf } from './disbursement-ground'
import { programAfter, touchProgram } from './grant-program'

type MilestoneEvent = EventOf<'milestoneSet' | 'milestoneReached' | 'grantDisbursed'>

export const milestoneTransitions: Transitions<MilestoneEvent['kind']> = {
  milestoneSet: {
    touches: touchMilestone,
    apply(world, event) {
      const { grant, milestone } = found(world, event)
      if (grant === undefined) return skip(event, `the grant ${event.grantId} was never awarded`)
      if (grant.status !== 'OPEN') return skip(event, `the grant ${event.grantId} is ${grant.status}`)
      if (milestone !== undefined && milestone.status !== 'SET') return skip(event, refused(event, milestone))
      const { index, title, amountUsd } = event
      const fresh: Row<'grantMilestone'> = {
        ...{ id: idOf(event), grant: grant.id, index, title, amountUsd, status: 'SET' },
        ...{ evidenceUri: null, reachedBlockNumber: null, disbursed: 0n, ...placeOf(event) },
      }
      const row = milestone === undefined ? fresh : { ...milestone, title, amountUsd }
      const plannedUsd = grant.plannedUsd - (milestone?.amountUsd ?? 0n) + amountUsd
      return [
        { kind: 'grant', row: { ...grant, plannedUsd } },
        { kind: 'grantMilestone', row },
      ]
    },
  },

  milestoneReached: {
    touches: touchMilestone,
    apply(world, event) {
      const { grant, milestone } = found(world, event)
      if (grant === undefined || milestone === undefined) return skip(event, absent(event))
      if (grant.status !== 'OPEN') return skip(event, `the grant ${event.grantId} is ${grant.status}`)
      if (milestone.status !== 'SET') return skip(event, refused(event, milestone))
      const { amountUsd } = milestone
      const reached = { status: 'REACHED', evidenceUri: event.evidenceUri, reachedBlockNumber: event.at.blockNumber }
      return [
        programAfter(world, event, ({ reachedUsd }) => ({ reachedUsd: reachedUsd + amountUsd })),
        { kind: 'grant', row: { ...grant, reachedUsd: grant.reachedUsd + amountUsd } },
        { kind: 'grantMilestone', row: { ...milestone, ...reached } },
      ]
    },
  },

  grantDisbursed: {
    touches: touchMilestone,
    apply(world, event) {
      const { grant, milestone } = found(world, event)
      if (grant === undefined) return skip(event, `the grant ${event.grantId} was never awarded`)
      const { index: milestoneNumber, amount } = event
      const row: Row<'grantDisbursement'> = {
        ...{ id: positionId(event.at), grant: grant.id, milestoneNumber, milestone: milestone?.id ?? null },
        ...{ recipient: grant.recipient, amount, ground: groundOf(milestone?.status), ...placeOf(event) },
      }
      return [
        programAfter(world, event, ({ disbursed }) => ({ disbursed: disbursed + amount })),
        { kind: 'grant', row: { ...grant, disbursed: grant.disbursed + amount } },
        ...paid(milestone, amount),
        { kind: 'grantDisbursement', row },
      ]
    },
  },
}

function paid(milestone: Row<'grantMilestone'> | undefined, amount: bigint): Change[] {
  if (milestone === undefined) return []
  return [{ kind: 'grantMilestone', row: { ...milestone, status: 'PAID', disbursed: milestone.disbursed + amount } }]
}

function found(world: World, event: MilestoneEvent) {
  return {
    grant: world.get('grant', grantId(event.at.chainId, event.grantId)),
    milestone: world.get('grantMilestone', idOf(event)),
  }
}

function idOf({ at, grantId: grant, index }: MilestoneEvent): string {
  return milestoneId(grantId(at.chainId, grant), index)
}

function touchMilestone(event: MilestoneEvent): Touch[] {
  return [
    { kind: 'grant', id: grantId(event.at.chainId, event.grantId) },
    { kind: 'grantMilestone', id: idOf(event) },
    touchProgram(event),
  ]
}

function absent({ grantId: grant, index }: MilestoneEvent): string {
  return `the milestone ${index} of the grant ${grant} was never set`
}

function refused({ grantId: grant, index }: MilestoneEvent, { status }: Row<'grantMilestone'>): string {
  return `the milestone ${index} of the grant ${grant} is ${status}`
}
