// What the staking contract's state says at the end of a block that neither its events nor their calls say. Where it does not fit the event, or
// has another shape than ours, nothing is said.
import type { ChainLog } from '../../chain/block'
import type { StakingTerms } from './staking-event'
import { cut, numberAt, readTerms, TERMS_WORDS, WORD_HEX } from './staking-words'

const STAKE_WORDS = 6

export function termsInState(log: ChainLog): StakingTerms | null {
  return readTerms(wordsOf(log, TERMS_WORDS))
}

/** Of the stake that was opened just so. It may have been topped up in the block, but not returned: then it has nothing. */
export function configInState(log: ChainLog, opened: Readonly<{ recipient: string; amount: bigint }>): bigint | null {
  const stake = stakeInState(log)
  const isSame = stake?.recipient === BigInt(opened.recipient) && stake.amount >= opened.amount
  return isSame ? stake.configId : null
}

/** Of a stake that names nobody yet. */
export function hiddenInState(log: ChainLog): { configId: bigint; amount: bigint } | null {
  const stake = stakeInState(log)
  return stake?.recipient === 0n ? { configId: stake.configId, amount: stake.amount } : null
}

function stakeInState(log: ChainLog): { configId: bigint; recipient: bigint; amount: bigint } | null {
  const words = wordsOf(log, STAKE_WORDS)
  if (words.length === 0) return null
  return { configId: numberAt(words, 0), recipient: numberAt(words, 1), amount: numberAt(words, 2) }
}

/** Empty for another number of words, and for nothing but zeros: so answers a contract that has no such stake or config. */
function wordsOf({ state = '0x' }: ChainLog, count: number): string[] {
  const data = state.slice(2)
  return data.length === count * WORD_HEX && /[^0]/.test(data) ? cut(data) : []
}
