// Which rows does an event leave? Pure: the same world and event give the same rows, and an event that can't be so leaves a
// skipped log and nothing else.
import type { Event, EventKind } from '../events/event'
import { blockId } from '../events/ids'
import { depositTransitions } from './bridge/deposit'
import { oftTransitions } from './bridge/oft'
import { outputRootTransitions } from './bridge/output-root'
import { withdrawalTransitions } from './bridge/withdrawal'
import { contributionTransitions } from './data/contribution'
import { contributorStakeTransitions } from './data/contributor-stake'
import { datanetTransitions } from './data/datanet'
import { airdropTransitions } from './funding/airdrop'
import { creditTransitions } from './funding/credit'
import { grantTransitions } from './funding/grant'
import { milestoneTransitions } from './funding/milestone'
import { contractSettingTransitions } from './governance/contract-setting'
import { parameterTransitions } from './governance/parameter'
import { proposalTransitions } from './governance/proposal'
import { roleTransitions } from './governance/role'
import { timelockTransitions } from './governance/timelock'
import { upgradeTransitions } from './governance/upgrade'
import { voteTransitions } from './governance/vote'
import { disputeTransitions } from './inferences/dispute'
import { inferenceTransitions } from './inferences/inference'
import { rewardTransitions } from './inferences/reward'
import { adapterTransitions } from './models/adapter'
import { agentTransitions } from './models/agent'
import { hostTransitions } from './models/host'
import { modelTransitions } from './models/model'
import type { Change } from './rows'
import { stakingConfigTransitions } from './staking/config'
import { stakeTransitions } from './staking/stake'
import { tokenTransitions } from './token/token'
import { votesTransitions } from './token/votes'
import { skip, type Transition, type Transitions } from './transition'
import type { Touch, World } from './world'

const TRANSITIONS: Transitions<EventKind> = {
  ...datanetTransitions,
  ...contributionTransitions,
  ...contributorStakeTransitions,
  ...modelTransitions,
  ...hostTransitions,
  ...adapterTransitions,
  ...agentTransitions,
  ...inferenceTransitions,
  ...disputeTransitions,
  ...rewardTransitions,
  ...creditTransitions,
  ...grantTransitions,
  ...milestoneTransitions,
  ...proposalTransitions,
  ...voteTransitions,
  ...parameterTransitions,
  ...timelockTransitions,
  ...roleTransitions,
  ...upgradeTransitions,
  ...contractSettingTransitions,
  ...airdropTransitions,
  ...stakingConfigTransitions,
  ...stakeTransitions,
  ...tokenTransitions,
  ...votesTransitions,
  ...depositTransitions,
  ...withdrawalTransitions,
  ...oftTransitions,
  ...outputRootTransitions,
  skipped: { touches: () => [], apply: (_world, event) => skip(event, event.reason) },
}

/** Everything that `apply` may look at for this event. */
export function touchesOf(event: Event): Touch[] {
  return [touchBlock(event), ...transitionOf(event).touches(event as never)]
}

export function apply(world: World, event: Event): Change[] {
  const changes = transitionOf(event).apply(world, event as never)
  return world.get('block', touchBlock(event).id) === undefined ? [newBlock(event), ...changes] : changes
}

// The table's types tie each kind to its transition; that the two meet here again is beyond what TypeScript can follow.
function transitionOf(event: Event): Transition<never> {
  return TRANSITIONS[event.kind] as Transition<never>
}

function touchBlock({ at }: Event): Touch {
  return { kind: 'block', id: blockId(at.chainId, at.blockNumber) }
}

function newBlock({ at }: Event): Change {
  const { chainId, blockNumber, blockHash, parentHash, timestamp } = at
  const id = blockId(chainId, blockNumber)
  const unread = { gasUsed: null, baseFee: null }
  return { kind: 'block', row: { id, chainId, number: blockNumber, hash: blockHash, parentHash, timestamp, ...unread } }
}
