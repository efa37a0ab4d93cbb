// A block at the head whose logs give the header's bloom, and which of the node's words about their places are believed.
import { keccak256, toRlp } from 'viem/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bloomOf } from '../../../src/chain/blocks/bloom'
import { fetchHotBlocks } from '../../../src/chain/blocks/hot-blocks'
import { connectEndpoint } from '../../../src/chain/endpoints/endpoint'
import { Contradiction } from '../../../src/chain/endpoints/refused'
import type { RpcClient } from '../../../src/chain/endpoints/rpc-client'
import { address, bytes32 } from '../../support/blocks/blocks'
import { type FakeNode, resultOf, startFakeNode } from '../../support/node/fake-node'

const SPOKEN = [1, 2, 3].map((topic) => ({ address: address(7), topics: [bytes32(topic)] }))
const HEADER = {
  parentHash: bytes32(1),
  sha3Uncles: bytes32(2),
  miner: address(3),
  stateRoot: bytes32(4),
  transactionsRoot: bytes32(5),
  receiptsRoot: bytes32(6),
  logsBloom: bloomOf(SPOKEN) as `0x${string}`,
  difficulty: '0x01',
  number: '0x05',
  gasLimit: '0x07',
  gasUsed: '0x08',
  timestamp: '0x09',
  extraData: '0x',
  mixHash: bytes32(8),
  nonce: '0x0000000000000001',
} as const
const HASH = keccak256(toRlp(Object.values(HEADER)))

let node: FakeNode
let client: RpcClient

beforeAll(async () => {
  node = await startFakeNode()
  client = connectEndpoint(node.url)
})

afterAll(async () => {
  client?.close()
  await node?.close()
})

/** The logs of the block, with these places, as far as we ask for them. */
async function readWith(places: readonly string[]): Promise<string[]> {
  const place = {
    data: '0x',
    transactionIndex: '0x0',
    transactionHash: bytes32(9),
    blockNumber: '0x5',
    blockHash: HASH,
  }
  const logs = SPOKEN.map((log, index) => ({ ...log, ...place, logIndex: places[index] }))
  node.answer = (calls) => ({
    body: calls.map((call) => resultOf(call, call.method === 'eth_getLogs' ? logs : { ...HEADER, hash: HASH }))[0],
  })
  const fields = { log: { topics: true } }
  const blocks = await fetchHotBlocks({ client, checks: 'standard' }, { from: 5, to: 5 }, { logs: [{}], fields })
  return blocks.flatMap((block) => block.logs.map(({ logIndex, topics }) => `${logIndex} ${topics?.[0]}`))
}

test('logs in any order have their places', async () => {
  expect(await readWith(['0x0', '0x2', '0x1'])).toEqual([`0 ${bytes32(1)}`, `1 ${bytes32(3)}`, `2 ${bytes32(2)}`])
})

test.each([
  ['two in one place', '0x0', '0x0', '0x1'],
  ['two in the last place', '0x0', '0x2', '0x2'],
  ['none in the first place', '0x1', '0x2', '0x3'],
])('%s is a lie: one would be lost behind a bloom that fits', async (_, ...places) => {
  await expect(readWith(places)).rejects.toThrow(Contradiction)
})
