// Writes a run and the verdicts on an inference's claims. What is judged is what the database says now, under the inference's
// lock, not what it said when the work began: whoever writes last has seen everything.
import type { TransactionSql } from 'postgres'
import { EMPTY_ROOT } from '../../content/merkle'
import {
  type ClaimFact,
  type InferenceFact,
  lockInference,
  raiseRevision,
  readClaims,
  readLeaves,
  readRun,
  writeRun,
  writeVerdicts,
} from '../../database/derived/attribution-rows'
import { lockContents } from '../../database/derived/content-rows'
import { contributionId, datanetId, runId } from '../../events/ids'
import { type JudgedClaim, type JudgedLeaf, judge, METHOD, type RunFact } from '../judge'
import type { Outcome } from './outcome'

/** GONE: a fork came between. OUTDATED: a content that the outcome says is missing has come meanwhile. */
export type Written = 'WRITTEN' | 'GONE' | 'OUTDATED'

export async function writeVerdictsOf(
  tx: TransactionSql,
  inference: InferenceFact,
  outcome: Outcome,
): Promise<Written> {
  if (!(await lockInference(tx, inference))) return 'GONE'
  const claims = await readClaims(tx, inference.id)
  const waitsFor = outcome.kind === 'REFUSED' ? outcome.waitsFor : new Map()
  // Locked, so that a content that comes now waits for us, and then finds the verdict that waits for it.
  const states = await lockContents(tx, [...waitsFor.keys(), ...claims.map((claim) => claim.root)])
  for (const [hash, status] of waitsFor) if (states.get(hash)?.status !== status) return 'OUTDATED'
  if (outcome.kind === 'COMPUTED') await writeRun(tx, outcome.whole)
  const run = await readRunFact(tx, inference.id, outcome)
  // The run that made this work unnecessary is gone: so was the inference, and it has been made due again.
  if (run === null) return 'GONE'
  const judged: JudgedClaim[] = []
  for (const claim of claims) {
    const evidence = claim.root === EMPTY_ROOT ? NO_EVIDENCE : (states.get(claim.root) ?? null)
    const leaves = evidence?.status === 'ANCHORED' ? await readJudgedLeaves(tx, inference.chainId, claim) : null
    judged.push({ ...claim, evidence, leaves })
  }
  const hasChanged = await writeVerdicts(tx, inference.id, judge({ run, claims: judged }))
  if (hasChanged || outcome.kind === 'COMPUTED') await raiseRevision(tx, nextWriter())
  return 'WRITTEN'
}

/** The root of no leaves needs none. */
const NO_EVIDENCE = { status: 'ANCHORED', reason: null } as const

// So many rows count what attributors write: a single one would make every commit wait for the one before.
const WRITERS = 16
let written = Math.floor(Math.random() * WRITERS)
const nextWriter = () => `attributor:${++written % WRITERS}`

/** A run that was made before its output or data were taken down stands. */
async function readRunFact(tx: TransactionSql, inferenceId: string, outcome: Outcome): Promise<RunFact | null> {
  const found = await readRun(tx, runId(inferenceId, METHOD))
  if (found !== null) return { kind: 'COMPUTED', unattributedPpb: found.run.unattributedPpb, shares: found.shares }
  return outcome.kind === 'REFUSED' ? outcome : null
}

async function readJudgedLeaves(tx: TransactionSql, chainId: number, claim: ClaimFact): Promise<JudgedLeaf[]> {
  const leaves = await readLeaves(tx, chainId, claim)
  return leaves.map(({ known, datanetNumber, contributionNumber, row, contributor, sharePpb }) => ({
    contributionId:
      known?.contributionId ?? contributionId(datanetId(chainId, BigInt(datanetNumber)), BigInt(contributionNumber)),
    row,
    contributor,
    sharePpb,
    dataPoint: known && { contributor: known.contributor },
  }))
}
