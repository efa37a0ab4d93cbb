// How does a block come about? On the L2 the system's deposit opens it, deposits that mint follow; then signed transactions in the order
// given; then it is mined at a given time and its receipts are read back.
import type { Address, Hex, PrivateKeyAccount } from 'viem'
import { RpcError } from '../errors'
import { systemDeposit, userDeposit } from './deposits'
import type { Origins } from './origins'
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

/** `origins` say what opens each block; null: nothing does, as on an L1. */
export async function createSequencer(rpc: Rpc, chainId: number, origins: Origins | null): Promise<Sequencer> {
  const signer = createSigner(rpc, chainId)
  let headTime = 0

  async function build(plan: BlockPlan, timestamp: number): Promise<BuiltBlock> {
    // One by one: a batch is not promised to enter the pool in its order, and the system's deposit has to be first.
    const depositors = origins === null ? new Set<Address>() : await open(origins, plan.mintings, timestamp)
    // Who is deposited to sends in a later block: the node takes one or the other.
    const intents = plan.intents.filter(({ from }) => !depositors.has(from.address))
    const hashes: Hex[] = []
    for (const intent of intents) hashes.push(await offer(intent))
    await rpc.ask('evm_setNextBlockTimestamp', timestamp)
    await rpc.ask('evm_mine')
    const built = await readHead(rpc)
    headTime = built.timestamp
    return { ...built, failed: findFailed(intents, hashes, built.receipts) }
  }

  /** Sends the deposits, and says whom L1 deposited to. */
  async function open(from: Origins, mintings: readonly Minting[], timestamp: number): Promise<Set<Address>> {
    const { origin, deposits } = await from.next(timestamp)
    await send(systemDeposit(origin))
    for (const { transaction } of deposits) await send(transaction)
    for (const [logIndex, { account, amount }] of mintings.entries()) {
      await send(userDeposit(account, amount, { origin, logIndex }))
    }
    // A deposit counts as a transaction of its account.
    for (const { account } of [...deposits, ...mintings]) signer.forget(account)
    return new Set(deposits.map(({ account }) => account))
  }

  /** What the node refuses outright is a failed intent, not the end of the chain. */
  async function offer(intent: Intent): Promise<Hex> {
    try {
      return await send(await signer.sign(intent))
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      signer.forget(intent.from.address)
      return REFUSED
    }
  }

  async function send(transaction: Hex): Promise<Hex> {
    return rpc.ask<Hex>('eth_sendRawTransaction', transaction)
  }

  async function refresh(): Promise<void> {
    signer.forgetAll()
    await origins?.refresh()
    const head = await rpc.ask<RpcBlock>('eth_getBlockByNumber', 'latest', false)
    headTime = Number(head.timestamp)
  }

  await refresh()
  // A node that loads a saved state sets its clock by the wall, and would refuse to go on with an opening that lags behind it.
  await rpc.ask('evm_setTime', headTime)
  return { build, headTime: () => headTime, refresh }
}

type Signer = {
  sign(intent: Intent): Promise<Hex>
  /** The account's count is asked for again before its next transaction. */
  forget(account: Address): void
  forgetAll(): void
}

/** Counts transactions itself: those of the block that is being built are not on the chain yet. */
function createSigner(rpc: Rpc, chainId: number): Signer {
  const nonces = new Map<Address, number>()
  return {
    async sign(intent) {
      const { address } = intent.from
      const nonce = nonces.get(address) ?? Number(await rpc.ask<Hex>('eth_getTransactionCount', address, 'pending'))
      nonces.set(address, nonce + 1)
      return intent.from.signTransaction({
        type: 'eip1559',
        chainId,
        nonce,
        to: intent.to,
        data: intent.data,
        value: intent.value ?? 0n,
        gas: intent.gas ?? DEFAULT_GAS,
        maxFeePerGas: MAX_FEE_PER_GAS,
        maxPriorityFeePerGas: 0n,
      })
    },
    forget: (account) => void nonces.delete(account),
    forgetAll: () => nonces.clear(),
  }
}

async function readHead(rpc: Rpc): Promise<Omit<BuiltBlock, 'failed'>> {
  const [block, receipts] = await rpc.askAll<unknown>([
    ['eth_getBlockByNumber', 'latest', false],
    ['eth_getBlockReceipts', 'latest'],
  ])
  return readBlock(block as RpcBlock, receipts as Receipt[])
}

function findFailed(intents: readonly Intent[], hashes: readonly Hex[], receipts: readonly Receipt[]): string[] {
  const statuses = new Map(receipts.map(({ transactionHash, status }) => [transactionHash, status]))
  // A transaction that stays in the pool would turn up in a later block and upset its account's count.
  if (hashes.some((hash) => hash !== REFUSED && !statuses.has(hash))) {
    throw new RpcError({ method: 'evm_mine', message: 'left transactions out' })
  }
  return intents.filter((_, index) => statuses.get(hashes[index] ?? REFUSED) !== '0x1').map(({ what }) => what)
}

function readBlock(block: RpcBlock, receipts: readonly Receipt[]): Omit<BuiltBlock, 'failed'> {
  return { number: Number(block.number), hash: block.hash, timestamp: Number(block.timestamp), receipts }
}
