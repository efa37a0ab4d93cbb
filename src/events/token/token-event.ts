// What is said of tokens: movements, approvals and votes.

export type TokenEvent =
  | Readonly<{
      kind: 'tokenMoved'
      /** The token's symbol, which the address book ties to its contract. */
      token: string
      movement: 'TRANSFER' | 'WRAP' | 'UNWRAP' | 'MINT' | 'BURN'
      /** null: it comes into being. */
      from: string | null
      /** null: it ends. */
      to: string | null
      amount: bigint
    }>
  | Readonly<{ kind: 'tokenApproved'; token: string; owner: string; spender: string; amount: bigint }>
  | Readonly<{
      /** Said beside the movement of the token by those that mint and burn in its place. */
      kind: 'tokenWrapped'
      token: string
      movement: 'WRAP' | 'UNWRAP'
      account: string
      amount: bigint
    }>
  | Readonly<{
      kind: 'delegateChanged'
      token: string
      delegator: string
      /** null: nobody. */
      from: string | null
      to: string | null
    }>
  | Readonly<{ kind: 'votesChanged'; token: string; delegate: string; previousVotes: bigint; votes: bigint }>
