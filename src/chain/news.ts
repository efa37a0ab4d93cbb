// What happens while the chain is followed, told as it happens to who keeps figures, answers for health or shows progress.
export type ChainNews =
  | Readonly<{ kind: 'following'; endpoint: string }>
  | Readonly<{ kind: 'waiting'; code: string; words: string; retryInMs: number }>
  /** Put aside for so long, and why. */
  | Readonly<{ kind: 'aside'; endpoint: string; code: string; untilMs: number }>
  /** Heights that the endpoint names. */
  | Readonly<{ kind: 'heads'; best: number; finalized: number }>
  /** Committed up to this block. */
  | Readonly<{ kind: 'written'; height: number; timestampMs: number; isHistory: boolean }>
  /** What another endpoint says of so many blocks, at the level `cross`. */
  | Readonly<{ kind: 'compared'; outcome: 'same' | 'other' | 'unanswered'; blocks: number }>
  /** Of so many questions about the state of a block, those that the endpoint could answer. */
  | Readonly<{ kind: 'state'; answered: number; unanswered: number }>
  /** So many blocks were taken back. */
  | Readonly<{ kind: 'rolled back'; depth: number }>
