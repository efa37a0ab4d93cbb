// What is said on either side of OPEN that crosses between the chains, in our words.

export type BridgeEvent =
  | Readonly<{
      /** On L1; what it becomes on the L2 is known by its source hash and that transaction's hash. */
      kind: 'depositMade'
      from: string
      to: string
      mint: bigint
      value: bigint
      gasLimit: bigint
      isCreation: boolean
      data: string
      sourceHash: string
      l2TransactionHash: string
    }>
  | Readonly<{
      /** On the L2. */
      kind: 'withdrawalInitiated'
      nonce: bigint
      sender: string
      target: string
      value: bigint
      gasLimit: bigint
      data: string
      withdrawalHash: string
    }>
  | Readonly<{ kind: 'withdrawalProven'; withdrawalHash: string; sender: string; target: string }>
  | Readonly<{ kind: 'withdrawalFinalised'; withdrawalHash: string; isSuccess: boolean }>
  | Readonly<{
      kind: 'oftSent'
      guid: string
      destinationEid: bigint
      account: string
      amountSent: bigint
      amountReceived: bigint
    }>
  | Readonly<{
      kind: 'contractSet'
      setting: ContractSettingKind
      /** One for most; a list of options sets each of them. */
      values: readonly SetValue[]
    }>
  | Readonly<{ kind: 'oftReceived'; guid: string; sourceEid: bigint; account: string; amount: bigint }>
  | Readonly<{
      kind: 'outputProposed'
      root: string
      /** Both null where an oracle says it. */
      gameType: bigint | null
      game: string | null
      /** null where a dispute game is made of it. */
      outputIndex: bigint | null
      /** null where a dispute game was not made by a direct call. */
      l2BlockNumber: bigint | null
    }>

export type ContractSettingKind = 'OWNER' | 'PEER' | 'ENFORCED_OPTION' | 'MESSAGE_INSPECTOR' | 'PRE_CRIME'

export type SetValue = Readonly<{
  /** By which messages know the other chain; null where it holds for all. */
  eid: bigint | null
  /** null where it holds for all messages. */
  messageType: bigint | null
  /** null where the event does not say it, or there was none. */
  previous: string | null
  /** Hex, as the setting has it: an address, a peer's 32 bytes, encoded options. */
  value: string
}>
