// A small chain by hand for tests of the attributor: the rows that the processor would write, with true hashes and roots, and the
// contents behind them in a map that a test serves over HTTP, alters or withholds.
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { keccak256, stringToBytes, zeroHash } from 'viem'
import type { Sql } from '../../../src/database/connection'
import * as ids from '../../../src/events/ids'

export const CHAIN = 31_337

export const ALICE = `0x${'a1'.repeat(20)}`
export const BOB = `0x${'b0'.repeat(20)}`

export type Leaf = { datanet: number; contribution: number; row: number; contributor: string; sharePpb: number }
export type Ledger = ReturnType<typeof createLedger>

type Approved = { contribution: number; root: string; rows: number; removed: number }

export const hashText = (text: string): string => keccak256(stringToBytes(text))

export function createLedger(sql: Sql, contentUrl: string) {
  /** By path below contentUrl. */
  const contents = new Map<string, string>()
  const approved = new Map<number, Approved[]>()
  let block = 0
  const nextBlock = () => positionAt(++block)
  const insert = (table: string, row: Record<string, unknown>) =>
    sql`insert into ${sql(table)} ${sql(row as Record<string, never>)} on conflict (id) do nothing`

  async function account(address: string, position = positionAt(block)): Promise<string> {
    const id = ids.accountId(CHAIN, address)
    await insert('account', { id, address, rewards_accrued: 0, rewards_withdrawn: 0, ...position })
    return id
  }

  function serve(path: string, content: string): string {
    contents.set(path, content)
    return `${contentUrl}/${path}`
  }

  return {
    contents,
    async datanet(number: number) {
      const id = ids.datanetId(CHAIN, number)
      const owner = await account(ALICE)
      const words = { contract: ALICE, name: `datanet ${number}`, category: 'text', metadata_uri: '' }
      await insert('datanet', {
        id,
        datanet_id: number,
        owner_id: owner,
        is_public: true,
        fee: 0,
        ...words,
        ...nextBlock(),
      })
      approved.set(number, [])
    },
    /** Submitted in one block, approved in the next. */
    async contribute(datanet: number, contribution: number, contributor: string, texts: string[]) {
      const root = rootOf(
        texts.map((text, row) => [row, hashText(text)]),
        ['uint32', 'bytes32'],
      )
      const content = texts.map((text) => `${JSON.stringify({ text })}\n`).join('')
      const uri = serve(`contribution-${datanet}-${contribution}`, content)
      const submitted = nextBlock()
      const { block_number, log_index } = nextBlock()
      await insert('contribution', {
        id: contributionId(datanet, contribution),
        datanet_id: ids.datanetId(CHAIN, datanet),
        contribution_id: contribution,
        contributor_id: await account(contributor),
        content_root: root,
        content_uri: uri,
        row_count: texts.length,
        byte_length: content.length,
        license: 'MIT',
        stake: 0,
        status: 'APPROVED',
        approved_block_number: block_number,
        approved_log_index: log_index,
        ...submitted,
      })
      approved.get(datanet)?.push({ contribution, root, rows: texts.length, removed: 0 })
      return root
    },
    async withdraw(datanet: number, contribution: number) {
      const { block_number, log_index } = nextBlock()
      await sql`update contribution set withdrawn_block_number = ${block_number}, withdrawn_log_index = ${log_index}, status = 'WITHDRAWN'
        where id = ${contributionId(datanet, contribution)}`
      approved.set(datanet, approved.get(datanet)?.filter((each) => each.contribution !== contribution) ?? [])
    },
    async removeRows(datanet: number, contribution: number, rows: number[]) {
      const position = nextBlock()
      const id = ids.positionId({ chainId: CHAIN, blockNumber: position.block_number, logIndex: position.log_index })
      await insert('row_removal', {
        id,
        contribution_id: contributionId(datanet, contribution),
        rows,
        reason: 'spam',
        ...position,
      })
      const found = approved.get(datanet)?.find((each) => each.contribution === contribution)
      if (found !== undefined) found.removed += rows.length
    },
    /** `claimed` replaces what the version truly holds. */
    async publish(datanet: number, version: number, claimed: { dataRoot?: string; rowCount?: number } = {}) {
      const parts = approved.get(datanet) ?? []
      await insert('datanet_version', {
        id: ids.datanetVersionId(ids.datanetId(CHAIN, datanet), version),
        datanet_id: ids.datanetId(CHAIN, datanet),
        version,
        data_root:
          claimed.dataRoot ??
          rootOf(
            parts.map((part) => [part.contribution, part.root]),
            ['uint256', 'bytes32'],
          ),
        row_count: claimed.rowCount ?? parts.reduce((sum, part) => sum + part.rows - part.removed, 0),
        metadata_uri: '',
        ...nextBlock(),
      })
    },
    /** One version of model 1, trained on these versions of Datanets. */
    async train(version: number, data: [datanet: number, version: number][]) {
      const owner = await account(ALICE)
      const model = ids.modelId(CHAIN, 1)
      await insert('model', {
        id: model,
        model_id: 1,
        owner_id: owner,
        name: 'model',
        metadata_uri: '',
        ...nextBlock(),
      })
      const hashes = { config_hash: zeroHash, weights_hash: zeroHash, gradients_hash: zeroHash, artifacts_uri: '' }
      const id = modelVersionId(version)
      await insert('model_version', {
        id,
        model_id: model,
        version,
        trainer_id: owner,
        training_method: 'FULL',
        ...hashes,
        ...nextBlock(),
      })
      for (const [datanet, datanetVersion] of data) {
        const known = ids.datanetVersionId(ids.datanetId(CHAIN, datanet), datanetVersion)
        const [exists] = await sql`select from datanet_version where id = ${known}`
        await insert('training_data', {
          id: ids.trainingDataId(id, datanet, datanetVersion),
          model_version_id: id,
          datanet_number: datanet,
          datanet_version_number: datanetVersion,
          datanet_version_id: exists === undefined ? null : known,
          ...nextBlock(),
        })
      }
    },
    /** Returns its id; `uri` replaces the content's address. */
    async infer(name: string, output: string, given: { version?: number; uri?: string; input?: string } = {}) {
      const input = given.input ?? `input of ${name}`
      const onChain = hashText(name)
      const id = ids.inferenceId(CHAIN, onChain)
      const uri = given.uri ?? serve(`inference-${name}`, JSON.stringify({ input, output }))
      const numbers = {
        model_number: 1,
        version_number: given.version ?? 1,
        agent_number: 0,
        tokens_in: 1,
        tokens_out: 1,
        fee: 1,
      }
      await insert('inference', {
        id,
        inference_id: onChain,
        model_id: ids.modelId(CHAIN, 1),
        model_version_id: modelVersionId(given.version ?? 1),
        caller_id: await account(BOB),
        input_hash: hashText(input),
        output_hash: hashText(output),
        content_uri: uri,
        host: zeroHash,
        ...numbers,
        ...nextBlock(),
      })
      return id
    },
    async claim(
      inference: string,
      leaves: Leaf[],
      given: { unattributedPpb: number; method?: string; methodVersion?: string; uri?: string; count?: number },
    ) {
      const position = nextBlock()
      const id = ids.positionId({ chainId: CHAIN, blockNumber: position.block_number, logIndex: position.log_index })
      const lines = leaves.map(({ datanet, contribution, ...leaf }) =>
        JSON.stringify({ datanetId: `${datanet}`, contributionId: `${contribution}`, ...leaf }),
      )
      await insert('attribution_claim', {
        id,
        inference_id: inference,
        method: given.method ?? 'SUFFIX_ARRAY',
        method_version: given.methodVersion ?? 'suffix-array/1',
        root: rootOf(
          leaves.map((leaf) => [leaf.datanet, leaf.contribution, leaf.row, leaf.contributor, leaf.sharePpb]),
          ['uint256', 'uint256', 'uint32', 'address', 'uint32'],
        ),
        count: given.count ?? leaves.length,
        unattributed_ppb: given.unattributedPpb,
        evidence_uri: given.uri ?? serve(`evidence-${id}`, lines.join('\n')),
        ...position,
      })
      return id
    },
    /** What a fork does: the rows go, and what hangs on them. */
    async removeInference(id: string) {
      await sql.begin(async (tx) => {
        await tx`delete from attribution_claim where inference_id = ${id}`
        await tx`delete from inference where id = ${id}`
      })
    },
  }
}

export const modelVersionId = (version: number): string => ids.modelVersionId(ids.modelId(CHAIN, 1), version)
export const contributionId = (datanet: number, contribution: number): string =>
  ids.contributionId(ids.datanetId(CHAIN, datanet), contribution)

function rootOf(leaves: unknown[][], types: string[]): string {
  return leaves.length === 0 ? zeroHash : StandardMerkleTree.of(leaves, types).root
}

function positionAt(block: number) {
  return {
    chain_id: CHAIN,
    block_number: block,
    block_hash: hashText(`block ${block}`),
    timestamp: new Date(1_790_000_000_000 + 1000 * block),
    transaction_hash: hashText(`transaction ${block}`),
    log_index: 0,
  }
}
