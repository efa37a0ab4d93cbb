// A chain of empty blocks, nothing but headers that hash right, as long and as forked as a case needs it, and what a node says of it. Made in
// milliseconds where a real one takes seconds.
import { type Hex, keccak256, numberToHex, toRlp } from 'viem'
import { CHAIN_ID } from '../blocks/blocks'
import { type FakeCall, type FakeNode, resultOf } from './fake-node'

export type EmptyBlock = Readonly<{ number: Hex; hash: Hex; parentHash: Hex }>

const ZERO = `0x${'0'.repeat(64)}` as const
const FIRST_TIME = 1_700_000_000

/** On top of these; blocks of another fork have other hashes. */
export function emptyBlocks(count: number, fork: string, below: readonly EmptyBlock[] = []): EmptyBlock[] {
  const blocks = [...below]
  for (let block = 0; block < count; block++) blocks.push(emptyBlock(blocks.length, fork, blocks.at(-1)?.hash ?? ZERO))
  return blocks
}

function emptyBlock(height: number, fork: string, parentHash: Hex): EmptyBlock {
  const fields = {
    parentHash,
    sha3Uncles: ZERO,
    miner: `0x${'0'.repeat(40)}`,
    stateRoot: ZERO,
    transactionsRoot: ZERO,
    receiptsRoot: ZERO,
    logsBloom: `0x${'0'.repeat(512)}`,
    difficulty: '0x0',
    number: numberToHex(height),
    gasLimit: '0x1c9c380',
    gasUsed: '0x0',
    timestamp: numberToHex(FIRST_TIME + 2 * height),
    extraData: `0x${Buffer.from(fork).toString('hex')}`,
    mixHash: ZERO,
    nonce: '0x0000000000000000',
  } as const
  const quantities = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp']
  const encoded = Object.entries(fields).map(([name, value]): Hex => {
    if (!quantities.includes(name)) return value
    return BigInt(value) === 0n ? '0x' : numberToHex(BigInt(value), { size: Math.ceil((value.length - 2) / 2) })
  })
  return { ...fields, transactions: [], hash: keccak256(toRlp(encoded)) } as EmptyBlock
}

/** From now on the node is of this chain; blocks that it had before it still knows by hash. */
export function serve(node: FakeNode, chain: readonly EmptyBlock[], before: readonly EmptyBlock[] = []): void {
  const byHash = new Map([...before, ...chain].map((block) => [block.hash as string, block]))
  const resultFor = ({ method, params: [first] }: FakeCall): unknown => {
    if (method === 'eth_chainId') return numberToHex(CHAIN_ID)
    if (method === 'eth_blockNumber') return chain.at(-1)?.number
    if (method === 'eth_getLogs') return []
    if (method === 'eth_getBlockByHash') return byHash.get(String(first)) ?? null
    return (first === 'latest' ? chain.at(-1) : chain[Number(first)]) ?? null
  }
  node.answer = (calls) => {
    const replies = calls.map((call) => resultOf(call, resultFor(call)))
    return { body: replies.length === 1 ? replies[0] : replies }
  }
}

/** What it is asked for by this number it answers with the block of that one, as a machine does that mixes up its answers. */
export function mixUp(node: FakeNode, asked: number, given: number): void {
  const { answer } = node
  const mixed = (call: FakeCall) =>
    call.params[0] === numberToHex(asked) ? { ...call, params: [numberToHex(given), false] } : call
  node.answer = (calls, request) => answer(calls.map(mixed), request)
}
