// The coin that moves inside a transaction, out of its trace as `callTracer` writes it: calls and creations that carry some, and contracts that end.
// What failed moved nothing, nor did anything below it.
import type { InternalTransfer } from './facts'

/** In the order in which they happened; null for what is no such trace. */
export function transfersInNested(trace: unknown): InternalTransfer[] | null {
  if (!isFrame(trace)) return null
  const found: InternalTransfer[] = []
  // Without recursion: a trace may be as deep as the machine allows.
  const waiting: Frame[] = []
  const descend = (frame: Frame) => {
    if (frame['error'] === undefined) waiting.push(...framesBelow(frame).toReversed())
  }
  descend(trace)
  for (let frame = waiting.pop(); frame !== undefined; frame = waiting.pop()) {
    const transfer = transferOf(frame)
    if (transfer === null) return null
    if (transfer.amount > 0n) found.push(transfer)
    descend(frame)
  }
  return found
}

type Frame = Readonly<Record<string, unknown>>

// A delegate call names the value of the one around it, and a static one has none.
const CARRIES_NONE = new Set(['DELEGATECALL', 'STATICCALL', 'CALLCODE'])
const NOTHING: InternalTransfer = { from: '', to: '', amount: 0n }

/** null where it can't be read. */
function transferOf(frame: Frame): InternalTransfer | null {
  const { type, from, to, value = '0x0', error } = frame
  if (typeof type !== 'string' || typeof value !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(value)) return null
  if (error !== undefined || CARRIES_NONE.has(type) || BigInt(value) === 0n) return NOTHING
  if (!isAddress(from) || !isAddress(to)) return null
  return { from: from.toLowerCase(), to: to.toLowerCase(), amount: BigInt(value) }
}

const framesBelow = ({ calls }: Frame): Frame[] => (Array.isArray(calls) ? calls.filter(isFrame) : [])

const isFrame = (value: unknown): value is Frame =>
  typeof value === 'object' && value !== null && typeof (value as Frame)['type'] === 'string'

const isAddress = (value: unknown): value is string => typeof value === 'string' && /^0x[0-9a-f]{40}$/i.test(value)
