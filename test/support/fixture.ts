// A small chain's rows as the processor, the content room and the attributor would leave them, for tests of what reads them.
import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import {
  accountId,
  blockId,
  contributionId,
  datanetId,
  datanetVersionId,
  inferenceId,
  modelId,
  modelVersionId,
  positionId,
  runId,
  stakeId,
  trainingDataId,
} from '../../src/events/ids'

export const CHAIN = 31337
const GENESIS_SECONDS = 1_790_000_000

type Row = Record<string, unknown>

/** Any 32 bytes that depend on the words only. The tests never ask what hashes to what. */
export function hashOf(...words: (string | number)[]): string {
  return `0x${createHash('sha256').update(words.join('/')).digest('hex')}`
}

export const addressOf = (name: string): string => hashOf('address', name).slice(0, 42)
export const blockTime = (number: number): Date => new Date((GENESIS_SECONDS + 2 * number) * 1_000)

export type Fixture = ReturnType<typeof createFixture>

/** Each call inserts; what a call returns are the ids to refer to. */
export function createFixture(sql: postgres.Sql) {
  const insert = (table: string, row: Row) => sql`insert into ${sql(table)} ${sql(row)} on conflict do nothing`
  const writer = { insert, sql }
  return {
    ...chainRows(writer),
    ...modelRows(writer),
    ...moneyRows(writer),
    ...contentRows(writer),
    ...runRows(writer),
  }
}

type Writer = { insert: (table: string, row: Row) => Promise<unknown>; sql: postgres.Sql }
type At = { block: number; log?: number }

function position({ block, log = 0 }: At): Row {
  return {
    chain_id: CHAIN,
    block_number: block,
    block_hash: hashOf('block', block),
    timestamp: blockTime(block),
    transaction_hash: hashOf('transaction', block, log),
    log_index: log,
  }
}

function chainRows({ insert, sql }: Writer) {
  const account = async (name: string, at: At = { block: 1 }) => {
    const id = accountId(CHAIN, addressOf(name))
    await insert('account', { id, address: addressOf(name), rewards_accrued: 0, rewards_withdrawn: 0, ...position(at) })
    return id
  }
  return {
    account,
    /** Moves the head, as the processor does at the end of a batch: this raises the revision. */
    head: async (number: number) => {
      const head = {
        number,
        hash: hashOf('block', number),
        parent_hash: hashOf('block', number - 1),
        timestamp: blockTime(number),
      }
      await insert('block', { id: blockId(CHAIN, number), chain_id: CHAIN, ...head })
      await sql`insert into head ${sql({ id: String(CHAIN), chain_id: CHAIN, ...head })} on conflict (id) do update set
        number = excluded.number, hash = excluded.hash, parent_hash = excluded.parent_hash, timestamp = excluded.timestamp`
    },
    datanet: async (
      number: number,
      given: At & { owner?: string; name?: string; isPublic?: boolean; fee?: string },
    ) => {
      const id = datanetId(CHAIN, number)
      await insert('datanet', {
        id,
        datanet_id: number,
        contract: addressOf(`datanet ${number}`),
        owner_id: await account(given.owner ?? 'owner'),
        name: given.name ?? `datanet ${number}`,
        category: 'text',
        metadata_uri: '',
        is_public: given.isPublic ?? true,
        fee: given.fee ?? 0,
        ...position(given),
      })
      return id
    },
    contribution: async (
      datanet: string,
      number: number,
      given: At & { contributor: string; root: string; rows: number; uri?: string; status?: string },
    ) => {
      const id = contributionId(datanet, number)
      await insert('contribution', {
        id,
        datanet_id: datanet,
        contribution_id: number,
        contributor_id: await account(given.contributor),
        content_root: given.root,
        content_uri: given.uri ?? `https://content.example/${number}`,
        row_count: given.rows,
        byte_length: 100,
        license: 'MIT',
        stake: 0,
        status: given.status ?? 'APPROVED',
        ...position(given),
      })
      return id
    },
    datanetVersion: async (datanet: string, version: number, given: At) => {
      const id = datanetVersionId(datanet, version)
      const root = hashOf('data root', datanet, version)
      await insert('datanet_version', {
        id,
        datanet_id: datanet,
        version,
        data_root: root,
        row_count: 1,
        metadata_uri: '',
        ...position(given),
      })
      return id
    },
    skippedLog: async (at: At) => {
      const place = { chainId: CHAIN, blockNumber: at.block, logIndex: at.log ?? 0 }
      await insert('skipped_log', {
        id: positionId(place),
        contract: addressOf('someone'),
        reason: 'does not decode',
        ...position(at),
      })
    },
  }
}

function modelRows({ insert }: Writer) {
  return {
    model: async (number: number, given: At & { owner: string; name?: string }) => {
      const id = modelId(CHAIN, number)
      await insert('model', {
        id,
        model_id: number,
        owner_id: given.owner,
        name: given.name ?? `model ${number}`,
        metadata_uri: '',
        ...position(given),
      })
      return id
    },
    modelVersion: async (model: string, version: number, given: At & { trainer: string }) => {
      const id = modelVersionId(model, version)
      const hash = hashOf('weights', model, version)
      await insert('model_version', {
        id,
        model_id: model,
        version,
        trainer_id: given.trainer,
        training_method: 'FULL',
        config_hash: hash,
        weights_hash: hash,
        gradients_hash: hash,
        artifacts_uri: '',
        ...position(given),
      })
      return id
    },
    trainingData: async (
      version: string,
      given: At & { datanet: number; datanetVersion: number; datanetVersionId: string },
    ) => {
      await insert('training_data', {
        id: trainingDataId(version, given.datanet, given.datanetVersion),
        model_version_id: version,
        datanet_number: given.datanet,
        datanet_version_number: given.datanetVersion,
        datanet_version_id: given.datanetVersionId,
        ...position(given),
      })
    },
    inference: async (
      name: string,
      given: At & {
        model: string | null
        version: string | null
        caller: string
        output: string
        fee?: string
        uri?: string
      },
    ) => {
      const onChain = hashOf('inference', name)
      const id = inferenceId(CHAIN, onChain)
      await insert('inference', {
        id,
        inference_id: onChain,
        model_number: 1,
        version_number: 1,
        model_id: given.model,
        model_version_id: given.version,
        caller_id: given.caller,
        agent_id: 0,
        input_hash: hashOf('input', name),
        output_hash: hashOf('text', given.output),
        content_uri: given.uri ?? `https://content.example/${name}`,
        tokens_in: 5,
        tokens_out: 7,
        fee: given.fee ?? '1000',
        host: addressOf('host'),
        ...position(given),
      })
      return id
    },
  }
}

function moneyRows({ insert }: Writer) {
  return {
    claim: async (
      inference: string,
      given: At & { root: string; count: number; unattributedPpb: number; method?: string },
    ) => {
      const id = positionId({ chainId: CHAIN, blockNumber: given.block, logIndex: given.log ?? 0 })
      await insert('attribution_claim', {
        id,
        inference_id: inference,
        method: given.method ?? 'SUFFIX_ARRAY',
        method_version: 'suffix-array/1',
        root: given.root,
        count: given.count,
        unattributed_ppb: given.unattributedPpb,
        evidence_uri: 'https://content.example/evidence',
        ...position(given),
      })
      return id
    },
    split: async (
      inference: string,
      given: At & { fee: string; contributors: string; difference?: string; method?: string },
    ) => {
      const rest = BigInt(given.fee) - BigInt(given.contributors) - BigInt(given.difference ?? 0)
      await insert('fee_split', {
        id: positionId({ chainId: CHAIN, blockNumber: given.block, logIndex: given.log ?? 0 }),
        inference_id: inference,
        fee: given.fee,
        platform: rest.toString(),
        model: 0,
        compute: 0,
        stakers: 0,
        contributors: given.contributors,
        difference: given.difference ?? 0,
        method: given.method ?? 'SUFFIX_ARRAY',
        ...position(given),
      })
    },
    reward: async (
      inference: string,
      given: At & { recipient: string; datanet: number; amount: string; role?: string },
    ) => {
      await insert('reward', {
        id: positionId({ chainId: CHAIN, blockNumber: given.block, logIndex: given.log ?? 0 }),
        inference_id: inference,
        recipient_id: given.recipient,
        role: given.role ?? 'CONTRIBUTOR',
        datanet_number: given.datanet,
        datanet_id: datanetId(CHAIN, given.datanet),
        amount: given.amount,
        ...position(given),
      })
    },
    stake: async (number: number, given: At & { recipient: string; amount: string }) => {
      const id = stakeId(CHAIN, number)
      await insert('stake', {
        id,
        staking_id: number,
        recipient_id: given.recipient,
        amount: given.amount,
        topped_up: 0,
        status: 'ACTIVE',
        ...position(given),
      })
      return id
    },
  }
}

function contentRows({ insert, sql }: Writer) {
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

function runRows({ insert, sql }: Writer) {
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
