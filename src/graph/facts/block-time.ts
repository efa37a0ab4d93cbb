// Which block is meant, and when was it? No number means the newest.
import type { BlockTime } from '../../database/reads/read-times'
import type { GraphContext } from '../context'
import { ArgumentRefusedError } from '../errors'

export type AtBlock = { number: number; time: BlockTime }

/** null before the chain's first block. */
export async function blockAt(
  context: GraphContext,
  chainId: number,
  asked: number | null | undefined,
): Promise<AtBlock | null> {
  const head = context.state.heads.find((one) => one.chainId === chainId)
  if (head === undefined) return null
  const number = asked ?? head.number
  if (number < 0 || number > head.number) {
    throw new ArgumentRefusedError({ name: 'block', value: number, expected: `a block from 0 to ${head.number}` })
  }
  const time = await context.blockTimes(`${chainId} ${number}`)
  return time === null ? null : { number, time }
}
