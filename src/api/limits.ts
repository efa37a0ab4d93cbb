// What one request, one answer and one address may take. Over a limit there is a clear refusal, never a silent cut.

export type Limits = Readonly<{
  /** Field weights times page sizes. The largest page of decisions costs 30,000, 50 sources with all their passages some 2,500. */
  cost: number
  depth: number
  aliases: number
  directives: number
  tokens: number
  bodyBytes: number
  responseBytes: number
  statementMs: number
  /** Requests of one address; a burst may be twice that. */
  requestsPerSecond: number
  cacheBytes: number
  databaseConnections: number
  /** Open subscriptions, all addresses together, and events that may wait for one slow client before it is dropped. */
  subscribers: number
  waitingEvents: number
  /** So long a block is waited for that is not indexed yet. */
  blockWaitMs: number
  /** /ready says no when the newest block is older. */
  headAgeSeconds: number
  liveAttributions: number
  liveTextBytes: number
  /** Live attributions of one address to private or paid data: each confirms guesses, so they are few. */
  privateAttributionsBurst: number
  privateAttributionsPerMinute: number
  /** What was begun is finished within this time when the process stops. */
  stopMs: number
}>

export const LIMITS: Limits = Object.freeze({
  cost: 50_000,
  depth: 14,
  // The explorer asks the verdicts of a whole page in one document, an alias each.
  aliases: 100,
  directives: 50,
  tokens: 2_000,
  // A text for live attribution, escaped, beside its document.
  bodyBytes: 512 * 1024,
  responseBytes: 16 * 1024 * 1024,
  statementMs: 5_000,
  requestsPerSecond: 1_000,
  cacheBytes: 64 * 1024 * 1024,
  databaseConnections: 16,
  subscribers: 500,
  waitingEvents: 256,
  blockWaitMs: 5_000,
  headAgeSeconds: 60,
  liveAttributions: 4,
  liveTextBytes: 64 * 1024,
  privateAttributionsBurst: 20,
  privateAttributionsPerMinute: 12,
  stopMs: 4_500,
})
