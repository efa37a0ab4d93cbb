// What subscriptions are fed with; the API's process gives it. An event says what is new; the answer is read in a snapshot of its own.

export type FeedEvent =
  | { kind: 'inference'; inferenceId: string }
  | { kind: 'head'; head: { chainId: number; number: number; hash: string; timestamp: Date; parentHash: string } }

export type Feed = {
  /** Events of one kind until the client or the feed ends. A client that does not keep up is dropped. */
  subscribe(kind: FeedEvent['kind'], signal: AbortSignal): AsyncIterable<FeedEvent>
}
