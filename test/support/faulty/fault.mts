// What can be wrong with a node, as a union: some faults befall the whole answer, some single replies, some what is asked. Each tells
// which calls it concerns, so that chance never spends a fault on a request that it can't harm.

export type Call = { id: unknown; method: string; params?: unknown[] }
export type Reply = { id: unknown; result?: unknown; error?: { code: number; message: string } }

export type Fault =
  | { kind: 'latency'; ms: number }
  | { kind: 'time-out' }
  | { kind: 'hang-up' }
  | { kind: 'status'; status: number }
  | { kind: 'web page' }
  | { kind: 'truncated' }
  | { kind: 'half batch' }
  | { kind: 'error reply' }
  | { kind: 'wrong chain' }
  | { kind: 'stale head'; blocks: number }
  | { kind: 'other block' }
  | { kind: 'receipts of another block' }
  | { kind: 'missing logs' }
  | { kind: 'hidden logs'; from: number; to: number }
  | { kind: 'null block' }
  | { kind: 'altered header' }

export type FaultKind = Fault['kind']

/** Can this fault harm that request? */
export function concerns(fault: Fault, calls: readonly Call[]): boolean {
  if (fault.kind === 'half batch') return calls.length > 1
  const asked = CONCERNED[fault.kind]
  return asked === undefined || calls.some(asked)
}

const ofMethods =
  (...methods: string[]) =>
  ({ method }: Call) =>
    methods.includes(method)

const isBlock = ofMethods('eth_getBlockByNumber', 'eth_getBlockByHash')
const isNumbered = (call: Call) => isBlock(call) && String(call.params?.[0]).startsWith('0x')

/** Kinds that are absent harm every request. */
const CONCERNED: Partial<Record<FaultKind, (call: Call) => boolean>> = {
  'wrong chain': ofMethods('eth_chainId'),
  'stale head': (call) => call.method === 'eth_blockNumber' || (isBlock(call) && !isNumbered(call)),
  'other block': isNumbered,
  'receipts of another block': ofMethods(
    ...['eth_getLogs', 'eth_getTransactionReceipt', 'eth_getBlockReceipts', 'eth_getTransactionByHash'],
  ),
  'missing logs': ofMethods('eth_getLogs'),
  'hidden logs': ofMethods('eth_getLogs'),
  'null block': isBlock,
  'altered header': isBlock,
}

/** What the node is asked instead; the call itself where the fault leaves the question alone. */
export function askedInstead(fault: Fault, call: Call, headNumber: number): Call {
  if (!concerns(fault, [call])) return call
  const [first, ...rest] = call.params ?? []
  if (fault.kind === 'other block') return { ...call, params: [neighbour(String(first)), ...rest] }
  if (fault.kind === 'stale head' && call.method !== 'eth_blockNumber') {
    const behind = fault.blocks + (first === 'finalized' ? FINAL_BLOCKS : first === 'safe' ? FINAL_BLOCKS / 2 : 0)
    return { ...call, params: [quantity(Math.max(0, headNumber - behind)), ...rest] }
  }
  return call
}

// What the local chain's node calls final stands so far below its head.
const FINAL_BLOCKS = 10
const HASH_LENGTH = 66
const ANOTHER_HASH = `0x${'5'.repeat(64)}`

const quantity = (value: number): string => `0x${value.toString(16)}`

/** A block by hash has no neighbour that could be asked for: the one by another hash is none at all. */
function neighbour(block: string): string {
  if (block.length === HASH_LENGTH) return ANOTHER_HASH
  return quantity(Math.max(0, Number(block) - 1))
}

/** The reply under the fault; null leaves it out. Replies of methods that it does not concern come back as they are. */
export function replyUnder(fault: Fault, call: Call, reply: Reply): Reply | null {
  if (fault.kind === 'error reply') return { id: reply.id, error: { code: -32_000, message: 'out of order' } }
  if (!concerns(fault, [call])) return reply
  switch (fault.kind) {
    case 'wrong chain':
      return { ...reply, result: '0x64c' }
    case 'stale head':
      return call.method === 'eth_blockNumber'
        ? { ...reply, result: quantity(Math.max(0, Number(reply.result) - fault.blocks)) }
        : reply
    case 'receipts of another block':
      return { ...reply, result: changed(reply.result, (fields) => ({ ...fields, blockHash: ANOTHER_HASH })) }
    case 'missing logs':
      return Array.isArray(reply.result) ? { ...reply, result: reply.result.slice(1) } : reply
    case 'hidden logs':
      return { ...reply, result: changedList(reply.result, (log) => isOutside(fault, log)) }
    case 'null block':
      return { ...reply, result: null }
    case 'altered header':
      return { ...reply, result: changed(reply.result, (fields) => ({ ...fields, timestamp: '0x1' })) }
    default:
      return reply
  }
}

type Fields = Record<string, unknown>

const isOutside = ({ from, to }: { from: number; to: number }, log: unknown) => {
  const number = Number((log as Fields)['blockNumber'])
  return number < from || number > to
}

function changedList(result: unknown, stays: (item: unknown) => boolean): unknown {
  return Array.isArray(result) ? result.filter(stays) : result
}

function changed(result: unknown, change: (fields: Fields) => Fields): unknown {
  if (Array.isArray(result)) return result.map((item) => changed(item, change))
  return typeof result === 'object' && result !== null ? change(result as Fields) : result
}
