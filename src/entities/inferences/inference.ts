// What is true of inferences, the adapters they used and the claims about them after an event. A claim is kept beside what we find, never judged here.
import type { EventOf } from '../../events/event'
import { accountId, adapterId, agentId, inferenceId, modelId, modelVersionId, positionId } from '../../events/ids'
import { actingAgentOf } from '../models/acting-agent'
import { versionStatusOf } from '../models/version-status'
import type { Row } from '../rows'
import { newAccounts, placeOf, skip, type Transitions, touchAccount } from '../transition'

type Kinds = 'inferenceRecorded' | 'adapterUsed' | 'attributionCommitted'

export const inferenceTransitions: Transitions<Kinds> = {
  inferenceRecorded: {
    touches: (event) => [
      { kind: 'inference', id: inferenceId(event.at.chainId, event.inferenceId) },
      { kind: 'model', id: modelId(event.at.chainId, event.modelId) },
      { kind: 'modelVersion', id: usedVersionId(event) },
      { kind: 'agent', id: agentId(event.at.chainId, event.agentId) },
      touchAccount(event, event.caller),
    ],
    apply(world, event) {
      const id = inferenceId(event.at.chainId, event.inferenceId)
      if (world.get('inference', id) !== undefined) return skip(event, 'the inference was recorded already')
      const version = world.get('modelVersion', usedVersionId(event))
      const agent = world.get('agent', agentId(event.at.chainId, event.agentId))
      const row: Row<'inference'> = {
        ...placeOf(event),
        id,
        inferenceId: event.inferenceId,
        modelNumber: event.modelId,
        versionNumber: event.version,
        model: world.get('model', modelId(event.at.chainId, event.modelId))?.id ?? null,
        modelVersion: version?.id ?? null,
        // It changes later, and a contract that goes on serving what is deprecated should be seen to.
        modelVersionStatus: version === undefined ? null : versionStatusOf(version),
        caller: accountId(event.at.chainId, event.caller),
        agentNumber: event.agentId,
        agent: agent?.id ?? null,
        agentState: actingAgentOf(event.agentId, agent?.status),
        inputHash: event.inputHash,
        outputHash: event.outputHash,
        contentUri: event.contentUri,
        tokensIn: event.tokensIn,
        tokensOut: event.tokensOut,
        fee: event.fee,
        host: event.host,
      }
      return [...newAccounts(world, event, event.caller), { kind: 'inference', row }]
    },
  },

  adapterUsed: {
    touches: (event) => [
      { kind: 'inference', id: inferenceId(event.at.chainId, event.inferenceId) },
      { kind: 'adapter', id: adapterId(event.at.chainId, event.adapterId) },
    ],
    apply(world, event) {
      const inference = inferenceId(event.at.chainId, event.inferenceId)
      if (world.get('inference', inference) === undefined) return skip(event, 'its inference was never recorded')
      const { adapterId: adapterNumber, weightPpm } = event
      const adapter = world.get('adapter', adapterId(event.at.chainId, event.adapterId))?.id ?? null
      const row = { id: positionId(event.at), inference, adapterNumber, adapter, weightPpm, ...placeOf(event) }
      return [{ kind: 'adapterUse', row }]
    },
  },

  attributionCommitted: {
    touches: (event) => {
      const id = inferenceId(event.at.chainId, event.inferenceId)
      return [
        { kind: 'inference', id },
        { kind: 'claimsOf', id },
      ]
    },
    apply(world, event) {
      const inference = inferenceId(event.at.chainId, event.inferenceId)
      if (world.get('inference', inference) === undefined) return skip(event, 'its inference was never recorded')
      if (world.isClaimed(inference, event.method)) {
        return skip(event, `a claim of the method ${event.method} was committed already`)
      }
      const { method, methodVersion, root, count, unattributedPpb, evidenceUri } = event
      const row = {
        ...{ id: positionId(event.at), inference, method, methodVersion, root, count, unattributedPpb, evidenceUri },
        ...placeOf(event),
      }
      return [{ kind: 'attributionClaim', row }]
    },
  },
}

function usedVersionId(event: EventOf<'inferenceRecorded'>): string {
  return modelVersionId(modelId(event.at.chainId, event.modelId), event.version)
}
