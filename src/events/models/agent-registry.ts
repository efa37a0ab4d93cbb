// What the AgentRegistry says: agents are deployed and retired, their stakes change and are slashed.
import type { Decoders } from '../decoder'

export const agentRegistry: Decoders<'AgentRegistry'> = {
  AgentDeployed: (fields) => ({
    kind: 'agentDeployed',
    agentId: fields.uint('agentId'),
    owner: fields.address('owner'),
    modelId: fields.uint('modelId'),
    metadataUri: fields.text('metadataUri'),
    stake: fields.uint('stake'),
  }),
  AgentStakeChanged: (fields) => ({
    kind: 'agentStakeChanged',
    agentId: fields.uint('agentId'),
    stake: fields.uint('stake'),
  }),
  AgentSlashed: (fields) => ({
    kind: 'agentSlashed',
    agentId: fields.uint('agentId'),
    amount: fields.uint('amount'),
    reason: fields.text('reason'),
  }),
  AgentRetired: (fields) => ({
    kind: 'agentRetired',
    agentId: fields.uint('agentId'),
  }),
}
