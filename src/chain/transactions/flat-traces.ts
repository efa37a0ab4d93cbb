// The coin that moves inside a transaction, out of its trace as `trace_transaction` writes it: one flat list, in which each call says by its address
// below which other it stands. The same movements, in the same order, as a nested trace tells.
import type { InternalTransfer } from './facts'

/** null for what is no such trace of that transaction. */
export function transfersInFlat(trace: unknown, hash: string): InternalTransfer[] | null {
  if (!Array.isArray(trace) || !trace.every((one) => isStep(one, hash))) return null
  const steps = trace.toSorted((a, b) => compare(a.traceAddress, b.traceAddress))
  const [top] = steps
  if (top === undefined || top.traceAddress.length > 0) return null
  const found: InternalTransfer[] = []
  // What failed moved nothing, nor did anything below it; what is below follows right behind.
  let failed: readonly number[] | null = null
  for (const step of steps) {
    if (failed !== null && isBelow(step.traceAddress, failed)) continue
    failed = isFailed(step) ? step.traceAddress : null
    if (failed !== null || step === top) continue
    const transfer = transferOf(step)
    if (transfer === null) return null
    if (transfer.amount > 0n) found.push(transfer)
  }
  return found
}

type Fields = Readonly<Record<string, unknown>>
type Step = Fields & Readonly<{ type: string; action: Fields; traceAddress: readonly number[] }>

const NOTHING: InternalTransfer = { from: '', to: '', amount: 0n }
// A delegate call names the value of the one around it, and a static one has none.
const CARRIES_NONE = new Set(['delegatecall', 'staticcall', 'callcode'])

/** null where it can't be read. */
function transferOf({ type, action, result }: Step): InternalTransfer | null {
  if (type === 'suicide') return transfer(action['address'], action['refundAddress'], action['balance'])
  if (type === 'create') return transfer(action['from'], fieldsOf(result)['address'], action['value'])
  if (type !== 'call' || CARRIES_NONE.has(String(action['callType']))) return NOTHING
  return transfer(action['from'], action['to'], action['value'])
}

function transfer(from: unknown, to: unknown, value: unknown): InternalTransfer | null {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(value)) return null
  if (BigInt(value) === 0n) return NOTHING
  if (!isAddress(from) || !isAddress(to)) return null
  return { from: from.toLowerCase(), to: to.toLowerCase(), amount: BigInt(value) }
}

function isStep(value: unknown, hash: string): value is Step {
  const { type, action, traceAddress, transactionHash = hash } = fieldsOf(value)
  const isPlaced = Array.isArray(traceAddress) && traceAddress.every((index) => Number.isSafeInteger(index))
  const isOurs = String(transactionHash).toLowerCase() === hash
  return isPlaced && isOurs && typeof type === 'string' && typeof action === 'object' && action !== null
}

const isFailed = ({ error }: Step): boolean => error !== undefined && error !== null

const isBelow = (address: readonly number[], above: readonly number[]): boolean =>
  above.every((index, depth) => address[depth] === index)

/** As the calls were begun: one stands before what is below it. */
function compare(a: readonly number[], b: readonly number[]): number {
  const depth = a.findIndex((index, at) => index !== b[at])
  return depth === -1 ? a.length - b.length : (a[depth] ?? 0) - (b[depth] ?? -1)
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

const isAddress = (value: unknown): value is string => typeof value === 'string' && /^0x[0-9a-f]{40}$/i.test(value)
