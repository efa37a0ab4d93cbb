// What is said of adapters and of the hosts that serve them.

export type AdapterEvent =
  | Readonly<{ kind: 'hostRegistered'; host: string; operator: string; gpus: bigint; uri: string }>
  | Readonly<{ kind: 'hostRetired'; host: string }>
  | Readonly<{
      kind: 'adapterRegistered'
      adapterId: bigint
      modelId: bigint
      owner: string
      version: bigint
      rank: bigint
      weightsHash: string
      uri: string
    }>
  | Readonly<{ kind: 'adapterDeployed'; adapterId: bigint; host: string }>
  | Readonly<{ kind: 'adapterRetired'; adapterId: bigint; host: string }>
