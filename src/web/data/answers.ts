// What the API answers to the documents of documents.ts, as types. 256-bit integers are decimal strings, shares are
// parts per billion, places in texts are half-open UTF-16 code units as String.prototype.slice takes them.

export type Block = { number: number | string; hash: string; timestamp: string }
export type Meta = { block: Block; hasIndexingErrors: boolean }

export type Decision = {
  id: string
  chainId: number
  inferenceId: string
  fee: string
  output: { text: string | null; hash: string; status: string } | null
  model: { id: string; name: string } | null
  modelVersion: { id: string; version: number | string } | null
  caller: { address: string }
  block: Block
  transaction: { hash: string }
  logIndex: number
}

export type PageInfo = { hasNextPage: boolean; endCursor: string | null }
/** A row of the list: a decision with its verdicts. */
export type ListedDecision = Decision & { verdicts: Verdict[] }
export type DecisionPage<T> = { totalCount: number; pageInfo: PageInfo; nodes: T[] }
export type DecisionsAnswer<T = Decision> = { _meta: Meta; inferences: DecisionPage<T> }
export type VerdictsAnswer = Record<string, { verdicts: Verdict[] } | null>
export type DecisionAnswer = { inference: Decision | null }

export type Passage = {
  start: number
  end: number
  /** Null where the text of either side may not be shown. */
  text: string | null
  sourceStart: number
  sourceEnd: number
  credited: boolean
  reason: string | null
}

export type Source = {
  sharePpb: number | string
  claimedPpb: number | string | null
  reward: string | null
  /** Null, as the contribution is, where a claim names a contribution that does not exist. */
  contributor: { address: string } | null
  dataPoint: {
    id: string
    row: number
    text: string | null
    textStatus: string
    contribution: { id: string; contentRoot: string; license: string; datanet: { id: string; name: string } } | null
  }
  passages: Passage[]
  /** Passages of a private row that are not quoted because enough of it is. */
  withheld: number
}

export type SourcePage = {
  totalCount: number
  pageInfo: PageInfo
  nodes: Source[]
  rest: { count: number; sharePpb: number | string } | null
}

export type Trace = {
  method: string
  methodVersion: string | null
  status: string
  distancePpb: number | null
  reason: string | null
  unattributedPpb: number | string | null
  inference: { id: string; output: { text: string | null } | null } | null
  run: { engine: string; tokenizer: string; dataSet: string; parameters: unknown } | null
  claim: { block: Block; transaction: { hash: string }; logIndex: number; root: string; unattributedPpb: number } | null
  sources: SourcePage | null
}

export type Verdict = { method: string; status: string; distancePpb: number | null; reason: string | null }

export type Split = {
  fee: string
  platform: string
  model: string
  compute: string
  stakers: string
  contributors: string
  difference: string
  conserved: boolean
  method: string
}

export type Audit = { verdicts: Verdict[]; split: Split | null }
export type EvidenceAnswer = { _meta: Meta; trace: Trace | null; audit: Audit | null }
