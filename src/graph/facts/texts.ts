// Which text stands behind a hash, and what is known of it? Loaded in bulk, once an answer.
import {
  type AnchoredText,
  type ContentStatus,
  readAnchoredTexts,
  readContentStatuses,
  readDataPointTexts,
} from '../../database/reads/read-texts'
import type { Database } from '../../database/snapshot'
import { createBatch } from '../batch'

export type TextLoader = {
  /** The text an on-chain hash stands for. */
  anchored(hash: string): Promise<AnchoredText>
  /** One row of a contribution. */
  dataPoint(key: { contentRoot: string; row: number }): Promise<AnchoredText>
  /** What is known of a content, without its bytes. */
  status(hash: string): Promise<ContentStatus>
}

const MISSING: AnchoredText = { status: 'MISSING', text: null }

export function createTextLoader(database: Database): TextLoader {
  const anchored = createBatch((hashes: string[]) => readAnchoredTexts(database, hashes), MISSING)
  const dataPoint = createBatch((keys: string[]) => readDataPointTexts(database, keys), MISSING)
  const status = createBatch<string, ContentStatus>((hashes) => readContentStatuses(database, hashes), 'MISSING')
  return { anchored, status, dataPoint: ({ contentRoot, row }) => dataPoint(`${contentRoot}:${row}`) }
}
