// /ready: does the database answer, and is the head near? Says what is not.
import type { Reader } from '../database/snapshot'
import { describeError } from '../errors'

export type Readiness = {
  ready: boolean
  problems: string[]
  chains: { chainId: number; number: number; ageSeconds: number }[]
}

const ANSWER_LIMIT_MS = 2_000

export async function readReadiness(reader: Reader, headAgeSeconds: number): Promise<Readiness> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_LIMIT_MS} ms`)), ANSWER_LIMIT_MS)
  try {
    const { heads } = await Promise.race([reader.readState(), late])
    const chains = heads.map(({ chainId, number, timestamp }) => ({
      chainId,
      number,
      ageSeconds: Math.max(0, Math.round((Date.now() - timestamp.getTime()) / 1_000)),
    }))
    const problems = chains
      .filter((chain) => chain.ageSeconds > headAgeSeconds)
      .map(
        (chain) =>
          `chain ${chain.chainId}: block ${chain.number} is ${chain.ageSeconds} s old, ${headAgeSeconds} s at most`,
      )
    if (chains.length === 0) problems.push('no block is indexed yet')
    return { ready: problems.length === 0, problems, chains }
  } catch (error) {
    return { ready: false, problems: [`database: ${describeError(error)}`], chains: [] }
  } finally {
    clearTimeout(timer)
  }
}
