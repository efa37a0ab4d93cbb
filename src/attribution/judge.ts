// What is said of each claim: a pure function of what the chain claims, what its hashes stand for, and what we computed. The
// same facts give the same verdicts, whoever judges and whenever. docs/verdicts.md explains every status and reason.
import { compareShares, type Difference } from './shares'

export type ContentFact = { status: 'ANCHORED' | 'MISSING' | 'MISMATCH' | 'REMOVED'; reason: string | null }

/** A leaf of a claim, and what the chain says of the data point it names: null where there was none when it was claimed. */
export type JudgedLeaf = {
  contributionId: string
  row: number
  contributor: string
  sharePpb: number
  dataPoint: { contributor: string } | null
}

export type JudgedClaim = {
  id: string
  method: string
  methodVersion: string
  count: bigint
  unattributedPpb: number
  /** null: nobody looked yet. */
  evidence: ContentFact | null
  /** null unless the evidence is anchored. */
  leaves: readonly JudgedLeaf[] | null
}

export type JudgedShare = { contributionId: string; row: number; sharePpb: number }

export type RunFact =
  | { kind: 'COMPUTED'; unattributedPpb: number; shares: readonly JudgedShare[] }
  | { kind: 'REFUSED'; reason: UnverifiableReason; detail: string }

export type Subject = {
  /** In chain order; of several with one method the last counts. */
  claims: readonly JudgedClaim[]
  run: RunFact
}

export type UnverifiableReason =
  | 'CONTENT_MISSING'
  | 'CONTENT_INVALID'
  | 'CONTENT_REMOVED'
  | 'HASH_MISMATCH'
  | 'OUTPUT_TOO_LARGE'
  | 'DATASET_UNKNOWN'
  | 'DATASET_INCOMPLETE'
  | 'METHOD_UNKNOWN'
  | 'EVIDENCE_MISSING'
  | 'EVIDENCE_MISMATCH'

export type Verdict = {
  method: string
  claimId: string | null
  distancePpb: number | null
  detail: string | null
  worst: readonly Difference[] | null
} & (
  | { status: 'UNCLAIMED' | 'RECOMPUTED'; reason: null }
  | { status: 'MISMATCH'; reason: 'LEAVES_INVALID' | 'CONTRIBUTOR_WRONG' | null }
  | { status: 'UNVERIFIABLE'; reason: UnverifiableReason }
)

export const METHOD = 'SUFFIX_ARRAY'
export const METHOD_VERSION = 'suffix-array/1'
export const WHOLE_PPB = 1_000_000_000

/** One verdict for our method, claimed or not, and one for every other method that is claimed; by method. */
export function judge(subject: Subject): Verdict[] {
  const lastOfMethod = new Map(subject.claims.map((claim) => [claim.method, claim]))
  const others = [...lastOfMethod.values()].filter((claim) => claim.method !== METHOD)
  const verdicts = [judgeOurs(subject.run, lastOfMethod.get(METHOD) ?? null), ...others.map(judgeUnknownMethod)]
  return verdicts.sort((a, b) => (a.method < b.method ? -1 : 1))
}

function judgeOurs(run: RunFact, claim: JudgedClaim | null): Verdict {
  if (run.kind === 'REFUSED') return unverifiable(claim, run.reason, run.detail)
  if (claim === null) return { ...blank(null), status: 'UNCLAIMED', reason: null }
  if (claim.methodVersion !== METHOD_VERSION) return judgeUnknownMethod(claim)
  const fault = evidenceFault(claim)
  if (fault !== null) return unverifiable(claim, fault.reason, fault.detail)
  return compare(run, claim, claim.leaves ?? [])
}

function judgeUnknownMethod(claim: JudgedClaim): Verdict {
  const detail = `The claim names the method ${JSON.stringify(claim.methodVersion)}, which we don't recompute.`
  return unverifiable(claim, 'METHOD_UNKNOWN', detail)
}

type Fault = { reason: UnverifiableReason; detail: string }

const EVIDENCE_DIFFERS: Fault = {
  reason: 'EVIDENCE_MISMATCH',
  detail: "What stands at the evidence's address is not what the claim's root and count stand for.",
}

function evidenceFault(claim: JudgedClaim): Fault | null {
  switch (claim.evidence?.status) {
    case 'ANCHORED':
      return BigInt(claim.leaves?.length ?? 0) === claim.count ? null : EVIDENCE_DIFFERS
    case 'REMOVED':
      return { reason: 'CONTENT_REMOVED', detail: "The claim's evidence was taken down." }
    case 'MISMATCH':
      return EVIDENCE_DIFFERS
    default:
      return { reason: 'EVIDENCE_MISSING', detail: "The claim's evidence can't be had." }
  }
}

function compare(run: RunFact & { kind: 'COMPUTED' }, claim: JudgedClaim, leaves: readonly JudgedLeaf[]): Verdict {
  const { distancePpb, worst } = compareShares(claim, leaves, run)
  const invalid = invalidity(claim, leaves)
  const common = { ...blank(claim), distancePpb, worst }
  if (invalid !== null) return { ...common, status: 'MISMATCH', reason: 'LEAVES_INVALID', detail: invalid }
  if (worst.length > 0 || claim.unattributedPpb !== run.unattributedPpb) {
    return { ...common, status: 'MISMATCH', reason: null }
  }
  const wrong = leaves.find((leaf) => leaf.contributor !== leaf.dataPoint?.contributor)
  if (wrong === undefined) return { ...common, status: 'RECOMPUTED', reason: null, worst: null }
  const detail = `Row ${wrong.row} of ${wrong.contributionId} is claimed for ${wrong.contributor}, who did not contribute it.`
  return { ...common, status: 'MISMATCH', reason: 'CONTRIBUTOR_WRONG', detail }
}

/** What is wrong with the leaves in themselves, whatever we computed. */
function invalidity(claim: JudgedClaim, leaves: readonly JudgedLeaf[]): string | null {
  const nameOf = (leaf: JudgedLeaf) => `row ${leaf.row} of ${leaf.contributionId}`
  const unknown = leaves.find((leaf) => leaf.dataPoint === null)
  if (unknown !== undefined) return `A leaf names ${nameOf(unknown)}, which does not exist.`
  const seen = new Set<string>()
  for (const leaf of leaves) {
    if (seen.has(nameOf(leaf))) return `Two leaves name ${nameOf(leaf)}.`
    seen.add(nameOf(leaf))
  }
  const sum = leaves.reduce((total, leaf) => total + leaf.sharePpb, claim.unattributedPpb)
  if (sum === WHOLE_PPB) return null
  return `The leaves and the unattributed part sum to ${sum} parts per billion, not to ${WHOLE_PPB}.`
}

function unverifiable(claim: JudgedClaim | null, reason: UnverifiableReason, detail: string): Verdict {
  return { ...blank(claim), status: 'UNVERIFIABLE', reason, detail }
}

const blank = (claim: JudgedClaim | null) => ({
  method: claim?.method ?? METHOD,
  claimId: claim?.id ?? null,
  distancePpb: null,
  detail: null,
  worst: null,
})
