// Rows that are derived: contents behind hashes, runs with their shares and passages, verdicts.
import type postgres from 'postgres'
import { runId } from '../../src/events/ids'
import { addressOf, hashOf, type Writer } from './fixture-row'

export function contentRows({ insert, sql }: Writer) {
  const text = async (value: string) => {
    await insert('content_text', { hash: hashOf('text', value), body: Buffer.from(value) })
    return hashOf('text', value)
  }
  return {
    /** An output whose bytes were fetched and verified. */
    output: async (value: string) => {
      await insert('content', { hash: await text(value), kind: 'OUTPUT', status: 'ANCHORED' })
    },
    /** The rows behind a root. */
    rows: async (root: string, texts: string[]) => {
      await insert('content', { hash: root, kind: 'ROWS', status: 'ANCHORED' })
      for (const [row, value] of texts.entries())
        await insert('content_row', { root, row, text_hash: await text(value) })
    },
    leaves: async (
      root: string,
      leaves: { datanet: number; contribution: number; row: number; contributor: string; sharePpb: number }[],
    ) => {
      await insert('content', { hash: root, kind: 'LEAVES', status: 'ANCHORED' })
      for (const [index, leaf] of leaves.entries()) {
        await insert('content_leaf', {
          root,
          index,
          datanet_number: leaf.datanet,
          contribution_number: leaf.contribution,
          row: leaf.row,
          contributor: addressOf(leaf.contributor),
          share_ppb: leaf.sharePpb,
        })
      }
    },
    /** What a takedown leaves: the hash, without its bytes. */
    takeDown: async (value: string) => {
      await sql`update content_text set body = null where hash = ${hashOf('text', value)}`
      await sql`update content set status = 'REMOVED' where hash = ${hashOf('text', value)}`
    },
  }
}

export type FixtureSource = { contribution: string; row: number; sourceStart: number; sourceEnd: number }
export type FixturePassage = {
  start: number
  end: number
  credited?: boolean
  reason?: string | null
  sources: FixtureSource[]
}

export function runRows({ insert, sql }: Writer) {
  return {
    run: async (
      inference: string,
      given: {
        unattributedPpb: number
        shares: { contribution: string; row: number; sharePpb: number }[]
        passages: FixturePassage[]
      },
    ) => {
      const id = runId(inference, 'SUFFIX_ARRAY')
      await insert('run', {
        id,
        inference_id: inference,
        method: 'SUFFIX_ARRAY',
        method_version: 'suffix-array/1',
        engine: '0.1.0',
        tokenizer: 'cl100k_base',
        data_set: hashOf('data set'),
        parameters: sql.json({ alpha: 0.01, mu: 10, maxOwners: 32, minTokens: 4 }),
        tokens: 20,
        unattributed_ppb: given.unattributedPpb,
      })
      for (const [rank, { contribution, row, sharePpb }] of given.shares.entries()) {
        await insert('share', {
          run_id: id,
          rank,
          contribution_id: contribution,
          row,
          share_ppb: sharePpb,
          tokens: 5,
          evidence: 2.5,
        })
      }
      for (const [index, passage] of given.passages.entries()) await insertPassage(insert, { id, index, passage })
      return id
    },
    verdict: async (
      inference: string,
      given: { status: string; claim?: string; distancePpb?: number; reason?: string; worst?: postgres.JSONValue },
    ) => {
      await insert('verdict', {
        inference_id: inference,
        method: 'SUFFIX_ARRAY',
        claim_id: given.claim ?? null,
        status: given.status,
        distance_ppb: given.distancePpb ?? null,
        reason: given.reason ?? null,
        worst: given.worst === undefined ? null : sql.json(given.worst),
      })
    },
    /** What every writer does in the transaction that changes something. */
    raiseRevision: async () => {
      await sql`select raise_revision('test')`
    },
  }
}

async function insertPassage(
  insert: Writer['insert'],
  given: { id: string; index: number; passage: FixturePassage },
): Promise<void> {
  const { id, index, passage } = given
  await insert('passage', {
    run_id: id,
    index,
    start_offset: passage.start,
    end_offset: passage.end,
    tokens: 5,
    information: 40,
    threshold: 20,
    owners: passage.sources.length,
    credited: passage.credited ?? true,
    reason: passage.reason ?? null,
    sources_total: passage.sources.length,
  })
  for (const [place, source] of passage.sources.entries()) {
    await insert('passage_source', {
      run_id: id,
      passage_index: index,
      index: place,
      contribution_id: source.contribution,
      row: source.row,
      source_start: source.sourceStart,
      source_end: source.sourceEnd,
    })
  }
}
