// What is true of an agent after an event. A slash lowers the stake by itself; a change of stake says what it is from there on.
import type { EventOf } from '../../events/event'
import { accountId, agentId, modelId, positionId } from '../../events/ids'
import type { Change, Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'
import type { Touch, World } from '../world'

type Later = EventOf<'agentStakeChanged' | 'agentSlashed' | 'agentRetired'>

export const agentTransitions: Transitions<'agentDeployed' | Later['kind']> = {
  agentDeployed: {
    touches: (event) => [
      touchAgent(event),
      { kind: 'model', id: modelId(event.at.chainId, event.modelId) },
      touchAccount(event, event.owner),
    ],
    apply(world, event) {
      const id = agentId(event.at.chainId, event.agentId)
      if (event.agentId === 0n) return skip(event, 'an agent can not have the number 0')
      if (world.get('agent', id) !== undefined) return skip(event, `the agent ${event.agentId} exists already`)
      const { agentId: number, modelId: modelNumber, metadataUri, stake } = event
      const row: Row<'agent'> = {
        ...{ id, agentId: number, modelNumber, metadataUri, stake, slashed: 0n, status: 'ACTIVE' },
        model: world.get('model', modelId(event.at.chainId, modelNumber))?.id ?? null,
        owner: accountId(event.at.chainId, event.owner),
        ...placeOf(event),
      }
      return [...newAccounts(world, event, event.owner), { kind: 'agent', row }]
    },
  },

  agentStakeChanged: {
    touches: (event) => [touchAgent(event)],
    apply: (world, event) => move(world, event, () => ({ stake: event.stake })),
  },

  agentSlashed: {
    touches: (event) => [touchAgent(event)],
    apply(world, event) {
      const { amount, reason } = event
      const agent = agentId(event.at.chainId, event.agentId)
      const row = { id: positionId(event.at), agent, amount, reason, ...placeOf(event) }
      return move(world, event, ({ stake, slashed }) => ({ stake: stake - amount, slashed: slashed + amount }), [
        { kind: 'agentSlash', row },
      ])
    },
  },

  agentRetired: {
    touches: (event) => [touchAgent(event)],
    apply: (world, event) => move(world, event, () => ({ status: 'RETIRED' })),
  },
}

type Step = (agent: Row<'agent'>) => Partial<Row<'agent'>>

function move(world: World, event: Later, step: Step, beside: Change[] = []): Change[] {
  const agent = world.get('agent', agentId(event.at.chainId, event.agentId))
  if (agent === undefined) return skip(event, `the agent ${event.agentId} does not exist`)
  if (agent.status !== 'ACTIVE') return skip(event, `the agent ${event.agentId} is ${agent.status}`)
  return [{ kind: 'agent', row: { ...agent, ...step(agent) } }, ...beside]
}

function touchAgent(event: EventOf<'agentDeployed'> | Later): Touch {
  return { kind: 'agent', id: agentId(event.at.chainId, event.agentId) }
}
