// What is true of studio credits after an event: the sums of what came, was spent and left. An index may begin after the vault did, so
// the balance may be below zero.
import type { EventOf } from '../../events/event'
import { accountId, inferenceId, positionId, studioAccountId } from '../../events/ids'
import type { Change, Row } from '../rows'
import { newAccounts, placeOf, type Transitions, touchAccount } from '../transition'
import type { Touch, World } from '../world'

type CreditEvent = EventOf<'creditsDeposited' | 'creditsSpent' | 'creditsWithdrawn'>

export const creditTransitions: Transitions<CreditEvent['kind']> = {
  creditsDeposited: {
    touches: touchCredits,
    apply: (world, event) =>
      move(world, event, 'DEPOSIT', ({ deposited, balance }) => ({
        deposited: deposited + event.amount,
        balance: balance + event.amount,
      })),
  },

  creditsSpent: {
    touches: (event) => [...touchCredits(event), { kind: 'inference', id: inferenceOf(event) }],
    apply: (world, event) =>
      move(world, event, 'SPEND', ({ spent, balance }) => ({
        spent: spent + event.amount,
        balance: balance - event.amount,
      })),
  },

  creditsWithdrawn: {
    touches: touchCredits,
    apply: (world, event) =>
      move(world, event, 'WITHDRAWAL', ({ withdrawn, balance }) => ({
        withdrawn: withdrawn + event.amount,
        balance: balance - event.amount,
      })),
  },
}

type Step = (credits: Row<'studioAccount'>) => Partial<Row<'studioAccount'>>

function move(world: World, event: CreditEvent, movement: string, step: Step): Change[] {
  const credits = world.get('studioAccount', idOf(event)) ?? noCredits(event)
  const spentOn = event.kind === 'creditsSpent' ? event : null
  const row: Row<'creditMovement'> = {
    ...{ id: positionId(event.at), account: credits.account, movement, amount: event.amount },
    onChainInferenceId: spentOn?.inferenceId ?? null,
    inference: spentOn === null ? null : (world.get('inference', inferenceOf(spentOn))?.id ?? null),
    ...placeOf(event),
  }
  return [
    ...newAccounts(world, event, event.account),
    { kind: 'studioAccount', row: { ...credits, ...step(credits) } },
    { kind: 'creditMovement', row },
  ]
}

function noCredits(event: CreditEvent): Row<'studioAccount'> {
  const account = accountId(event.at.chainId, event.account)
  return { id: idOf(event), account, deposited: 0n, spent: 0n, withdrawn: 0n, balance: 0n, ...placeOf(event) }
}

function idOf(event: CreditEvent): string {
  return studioAccountId(event.at.chainId, event.account)
}

function inferenceOf(event: EventOf<'creditsSpent'>): string {
  return inferenceId(event.at.chainId, event.inferenceId)
}

function touchCredits(event: CreditEvent): Touch[] {
  return [{ kind: 'studioAccount', id: idOf(event) }, touchAccount(event, event.account)]
}
