// Brings what hashes stand for into the database: fetched where nothing better is known, verified, stored. A content that can't
// be had is a state, not an error; whoever asked is told when to ask again.

import type { Sql } from 'postgres'
import { CONTRIBUTION_LIMITS, verifyContribution } from '../../content/contribution'
import { ContentError } from '../../content/errors'
import { EVIDENCE_MAX_BYTES, verifyEvidence } from '../../content/evidence'
import { checkText, INFERENCE_MAX_BYTES, parseInference } from '../../content/inference'
import { EMPTY_ROOT } from '../../content/merkle'
import type { ContentReader } from '../../content/reader'
import {
  type ContentKind,
  type ContentState,
  readContentStates,
  readEffort,
  recordAttempt,
  storeFault,
  storeLeaves,
  storeRows,
  storeText,
} from '../../database/derived/content-rows'
import { createGate } from './gate'
import { nextAttempt, type Patience } from './patience'

/** Milliseconds after which asking again could help; null: settled, or given up. */
export type AskAgainMs = number | null

export type Contents = {
  ensureRows(contribution: { contentRoot: string; contentUri: string }): Promise<AskAgainMs>
  ensureTexts(inference: { inputHash: string; outputHash: string; contentUri: string }): Promise<AskAgainMs>
  ensureLeaves(claim: { root: string; evidenceUri: string }): Promise<AskAgainMs>
}

type Options = { sql: Sql; reader: ContentReader; patience: Patience; signal: AbortSignal }

/** One content: the hashes that its bytes settle, the first of which its effort is counted under. */
type Wanted = {
  hash: string
  hashes: readonly { hash: string; kind: ContentKind }[]
  uri: string
  maxBytes: number
  /** Stores what was verified. Throws, or returns where it noted it itself, what is wrong with the bytes. */
  settle(bytes: Uint8Array): Promise<ContentError | null>
}

// Contributions and evidence may have 64 MiB, and several times that as rows.
const LARGE_AT_ONCE = 2

export function createContents(options: Options): Contents {
  const { sql } = options
  const large = createGate(LARGE_AT_ONCE)
  const underway = new Map<string, Promise<AskAgainMs>>()

  /** Jobs that want the same content share one attempt. */
  function ensure(wanted: Wanted): Promise<AskAgainMs> {
    const key = JSON.stringify([wanted.uri, wanted.hashes])
    const found = underway.get(key)
    if (found !== undefined) return found
    const attempt = attend(options, wanted).finally(() => underway.delete(key))
    underway.set(key, attempt)
    return attempt
  }

  return {
    ensureRows({ contentRoot: root, contentUri: uri }) {
      const settle = async (bytes: Uint8Array) => {
        const rows = await verifyContribution(bytes, root)
        await storeRows(sql, { root, rows })
        return null
      }
      return ensure({
        hash: root,
        hashes: [{ hash: root, kind: 'ROWS' }],
        uri,
        maxBytes: CONTRIBUTION_LIMITS.maxBytes,
        settle: (bytes) => large(() => settle(bytes)),
      })
    },
    ensureTexts({ inputHash, outputHash, contentUri }) {
      return ensure({
        hash: outputHash,
        hashes: [
          { hash: outputHash, kind: 'OUTPUT' },
          { hash: inputHash, kind: 'INPUT' },
        ],
        uri: contentUri,
        maxBytes: INFERENCE_MAX_BYTES,
        settle: (bytes) => settleTexts(sql, { inputHash, outputHash }, bytes),
      })
    },
    async ensureLeaves({ root, evidenceUri: uri }) {
      // No leaves have no evidence.
      if (root === EMPTY_ROOT) return null
      const settle = async (bytes: Uint8Array) => {
        const leaves = await verifyEvidence(bytes, root)
        await storeLeaves(sql, { root, leaves })
        return null
      }
      return ensure({
        hash: root,
        hashes: [{ hash: root, kind: 'LEAVES' }],
        uri,
        maxBytes: EVIDENCE_MAX_BYTES,
        settle: (bytes) => large(() => settle(bytes)),
      })
    },
  }
}

async function attend(options: Options, wanted: Wanted): Promise<AskAgainMs> {
  const { sql, patience } = options
  const states = await readContentStates(
    sql,
    wanted.hashes.map(({ hash }) => hash),
  )
  // All of them: an output may be known from elsewhere while nobody has seen the input yet.
  if (wanted.hashes.every(({ hash, kind }) => isSettled(states.get(hash), kind))) return null
  const next = nextAttempt(patience, wanted.uri, await readEffort(sql, wanted.hash, wanted.uri))
  if (next.kind !== 'NOW') return next.kind === 'LATER' ? next.afterMs : null
  const since = performance.now()
  const fault = await attempt(options, wanted, next.limitMs)
  const durationMs = performance.now() - since
  await recordAttempt(sql, { hash: wanted.hash, uri: wanted.uri, durationMs, fault })
  if (fault === null) return null
  const after = nextAttempt(patience, wanted.uri, await readEffort(sql, wanted.hash, wanted.uri))
  return after.kind === 'LATER' ? after.afterMs : null
}

/** An anchored input has no text: where the same text is wanted as an output, it is fetched all the same. */
function isSettled(state: ContentState | undefined, kind: ContentKind): boolean {
  if (state?.status === 'ANCHORED') return state.kind !== 'INPUT' || kind === 'INPUT'
  return state?.status === 'REMOVED'
}

async function attempt(options: Options, wanted: Wanted, timeoutMs: number): Promise<ContentError | null> {
  const { sql, reader, signal } = options
  try {
    return await wanted.settle(await reader.read(wanted.uri, { maxBytes: wanted.maxBytes, timeoutMs, signal }))
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    for (const { hash, kind } of wanted.hashes) await storeFault(sql, { hash, kind, ...error.outcome })
    return error
  }
}

type Hashes = { inputHash: string; outputHash: string }

/** The two texts are judged each for itself: an input that was altered leaves the output what it is. */
async function settleTexts(sql: Sql, hashes: Hashes, bytes: Uint8Array): Promise<ContentError | null> {
  const { input, output } = parseInference(bytes)
  const texts = [
    { kind: 'INPUT', hash: hashes.inputHash, check: checkText(input, hashes.inputHash), text: input },
    { kind: 'OUTPUT', hash: hashes.outputHash, check: checkText(output, hashes.outputHash), text: output },
  ] as const
  let fault: ContentError | null = null
  for (const { kind, hash, check, text } of texts) {
    if (check.kind === 'VERIFIED') {
      await storeText(sql, { hash, kind, text })
    } else {
      fault = check.error
      await storeFault(sql, { hash, kind, ...fault.outcome })
    }
  }
  return fault
}
