// What the call data of the staking contract say that its events leave out: the config of a stake, the amount behind a commitment, the
// terms of a config. A call made through another contract has other call data, of which nothing can be said.
import { functionSelector } from '../../chain/abi'
import type { ChainLog } from '../../chain/block'
import type { StakingTerms } from './staking-event'
import { cut, numberAt, readTerms, TERMS_WORDS, WORD_HEX } from './staking-words'

const SELECTORS = {
  stake: functionSelector('Staking', 'stake'),
  commitStake: functionSelector('Staking', 'commitStake'),
  createConfig: functionSelector('Staking', 'createConfig'),
  setConfig: functionSelector('Staking', 'setConfig'),
}
const STAKE_WORDS = 3

export function configOfStake(log: ChainLog): bigint | null {
  const words = wordsOf(log, 'stake', STAKE_WORDS)
  return words.length === 0 ? null : numberAt(words, 0)
}

export function behindCommitment(log: ChainLog): { configId: bigint | null; amount: bigint | null } {
  const words = cut(directCall(log, 'commitStake'))
  if (words.length < 2) return { configId: null, amount: null }
  return { configId: numberAt(words, 0), amount: numberAt(words, 1) }
}

export function termsOfCreation(log: ChainLog): StakingTerms | null {
  return readTerms(wordsOf(log, 'createConfig', TERMS_WORDS))
}

export function termsOfChange(log: ChainLog, configId: bigint): StakingTerms | null {
  const [id, ...terms] = wordsOf(log, 'setConfig', TERMS_WORDS + 1)
  return id !== undefined && BigInt(`0x${id}`) === configId ? readTerms(terms) : null
}

/** The arguments of a direct call, where they are exactly so many words. */
function wordsOf(log: ChainLog, name: keyof typeof SELECTORS, count: number): string[] {
  const data = directCall(log, name)
  return data.length === count * WORD_HEX ? cut(data) : []
}

/** What stands behind the selector in a direct call of this function on the contract that logged; empty for any other call. */
function directCall({ call, address }: ChainLog, name: keyof typeof SELECTORS): string {
  const isDirect = call !== null && call.to === address && call.input.startsWith(SELECTORS[name])
  return isDirect ? call.input.slice(SELECTORS[name].length) : ''
}
