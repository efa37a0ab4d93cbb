// What carries calls to an endpoint and its answers back, whatever the protocol.
export type RpcRequest = Readonly<{ jsonrpc: '2.0'; id: number; method: string; params: readonly unknown[] }>

export type Exchange = Readonly<{
  /** What the endpoint answered, unread. */
  answer: unknown
  sentBytes: number
  receivedBytes: number
}>

export type Transport = {
  /** Fails with an RpcFailure; how the answers fit the calls is for the caller to see. */
  send(calls: readonly RpcRequest[], limitMs: number): Promise<Exchange>
  close(): void
}

// The largest honest answer is a range of dense blocks' logs, some tens of megabytes.
export const ANSWER_LIMIT_BYTES = 256 * 2 ** 20
