// What is said of the timelock: operations of one call or more, and who may do what with them.

export type TimelockEvent =
  | Readonly<{
      kind: 'callScheduled'
      operation: string
      index: bigint
      target: string
      value: bigint
      calldata: string
      /** Zero: none. */
      predecessor: string
      delaySeconds: bigint
    }>
  | Readonly<{ kind: 'operationSalted'; operation: string; salt: string }>
  | Readonly<{ kind: 'callExecuted'; operation: string; index: bigint }>
  | Readonly<{ kind: 'operationCancelled'; operation: string }>
  | Readonly<{ kind: 'roleGranted'; role: string; account: string; sender: string }>
  | Readonly<{ kind: 'roleRevoked'; role: string; account: string; sender: string }>
