// How does a block come about? The system's deposit opens it, deposits that mint follow, then signed transactions in the order
// given; then it is mined at a given time and its receipts are read back.
import type { Address, Hex, PrivateKeyAccount } from 'viem'
import { RpcError } from '../errors'
import { type L1Origin, l1OriginAt, systemDeposit, userDeposit } from './deposits'
import type { Rpc, RpcBlock, RpcLog } from './rpc'

/** A transaction to be signed and sent; `what` is for people. */
export type Intent = {
  readonly from: PrivateKeyAccount
  /** null creates a contract. */
  readonly to: Address | null
  readonly data: Hex
  readonly value?: bigint
  readonly gas?: bigint
  readonly what: string
}

export type Minting = { readonly account: Address; readonly amount: bigint }

export type BlockPlan = { readonly mintings: readonly Minting[]; readonly intents: readonly Intent[] }

export type Receipt = {
  readonly transactionHash: Hex
  readonly status: Hex
  readonly contractAddress: Address | null
  readonly logs: readonly RpcLog[]
}

export type BuiltBlock = {
  readonly number: number
  readonly hash: Hex
  readonly timestamp: number
  /** In the order of transactions, those of deposits included. */
  readonly receipts: readonly Receipt[]
  /** Intents whose transaction failed. */
  readonly failed: readonly string[]
}

export type Sequencer = {
  /**
   * Builds the next block at a time in seconds since 1970, which must not be before the last block's. An account that a minting
   * goes to sends nothing in the same block.
   */
  build(plan: BlockPlan, timestamp: number): Promise<BuiltBlock>
  /** Time of the newest block. */
  headTime(): number
  /** Forgets what it knows about the head; needed after a reorg made from outside. */
  refresh(): Promise<void>
}

const REFUSED: Hex = '0x'
const DEFAULT_GAS = 1_000_000n
const MAX_FEE_PER_GAS = 20_000_000_000n

export async function createSequencer(rpc: Rpc, chainId: number): Promise<Sequencer> {
  const nonces = new Map<Address, number>()
  const genesis = await rpc.ask<RpcBlock>('eth_getBlockByNumber', '0x0', false)
  const genesisTime = BigInt(genesis.timestamp)
  let headTime = 0
  let origin: L1Origin | null = null

  async function nextNonce(account: Address): Promise<number> {
    const nonce = nonces.get(account) ?? Number(await rpc.ask<Hex>('eth_getTransactionCount', account, 'pending'))
    nonces.set(account, nonce + 1)
    return nonce
  }

  async function sign(intent: Intent): Promise<Hex> {
    return intent.from.signTransaction({
      type: 'eip1559',
      chainId,
      nonce: await nextNonce(intent.from.address),
      to: intent.to,
      data: intent.data,
      value: intent.value ?? 0n,
      gas: intent.gas ?? DEFAULT_GAS,
      maxFeePerGas: MAX_FEE_PER_GAS,
      maxPriorityFeePerGas: 0n,
    })
  }

  async function build(plan: BlockPlan, timestamp: number): Promise<BuiltBlock> {
    origin = l1OriginAt(BigInt(timestamp), genesisTime, origin)
    const place = { origin }
    // One by one: a batch is not promised to enter the pool in its order, and the system's deposit has to be first.
    await send(systemDeposit(origin))
    for (const [index, { account, amount }] of plan.mintings.entries()) {
      await send(userDeposit(account, amount, { ...place, logIndex: index }))
      // A deposit counts as a transaction of its account.
      nonces.delete(account)
    }
    const hashes: Hex[] = []
    for (const intent of plan.intents) hashes.push(await offer(intent))
    await rpc.ask('evm_setNextBlockTimestamp', timestamp)
    await rpc.ask('evm_mine')
    return readHead(plan, hashes)
  }

  /** What the node refuses outright is a failed intent, not the end of the chain. */
  async function offer(intent: Intent): Promise<Hex> {
    try {
      return await send(await sign(intent))
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      nonces.delete(intent.from.address)
      return REFUSED
    }
  }

  async function send(transaction: Hex): Promise<Hex> {
    return rpc.ask<Hex>('eth_sendRawTransaction', transaction)
  }

  async function readHead(plan: BlockPlan, hashes: readonly Hex[]): Promise<BuiltBlock> {
    const [block, receipts] = await rpc.askAll<unknown>([
      ['eth_getBlockByNumber', 'latest', false],
      ['eth_getBlockReceipts', 'latest'],
    ])
    const built = readBlock(block as RpcBlock, receipts as Receipt[])
    headTime = built.timestamp
    const statuses = new Map(built.receipts.map((receipt) => [receipt.transactionHash, receipt.status]))
    const failed = plan.intents
      .filter((_, index) => statuses.get(hashes[index] ?? '0x') !== '0x1')
      .map(({ what }) => what)
    // A transaction that stays in the pool would turn up in a later block and upset its account's count.
    const sent = hashes.filter((hash) => hash !== REFUSED)
    if (sent.some((hash) => !statuses.has(hash)))
      throw new RpcError({ method: 'evm_mine', message: 'left transactions out' })
    return { ...built, failed }
  }

  async function refresh(): Promise<void> {
    nonces.clear()
    origin = null
    const head = await rpc.ask<RpcBlock>('eth_getBlockByNumber', 'latest', false)
    headTime = Number(head.timestamp)
  }

  await refresh()
  return { build, headTime: () => headTime, refresh }
}

function readBlock(block: RpcBlock, receipts: readonly Receipt[]): Omit<BuiltBlock, 'failed'> {
  return { number: Number(block.number), hash: block.hash, timestamp: Number(block.timestamp), receipts }
}
