// What is said of agents and their stakes.

export type AgentEvent =
  | Readonly<{
      kind: 'agentDeployed'
      agentId: bigint
      owner: string
      modelId: bigint
      metadataUri: string
      stake: bigint
    }>
  /** The stake as it is from here on. */
  | Readonly<{ kind: 'agentStakeChanged'; agentId: bigint; stake: bigint }>
  | Readonly<{ kind: 'agentSlashed'; agentId: bigint; amount: bigint; reason: string }>
  | Readonly<{ kind: 'agentRetired'; agentId: bigint }>
