// What does each family of events cost? The dense chain indexed in turns with every contract of its address book and with those of the first slice alone
// (Datanets, models, inferences, rewards, staking), into a fresh database each time; told beside the events, of which there are more with all of them.
import type { BuiltChain } from './chains.mts'
import type { Measured } from './reader.mts'

const SLICE = ['DatanetFactory', 'ModelRegistry', 'InferenceLedger', 'RewardDistributor', 'Staking'] as const
const ROUNDS = 3

type Round = Pick<Measured, 'seconds' | 'cpuSeconds' | 'course'>

export async function compareFamilies(
  chain: BuiltChain,
  measure: (chain: BuiltChain) => Promise<Round>,
): Promise<string> {
  const { contracts } = chain.book
  const own = Object.fromEntries(SLICE.map((name) => [name, contracts[name]]))
  const slice: BuiltChain = { ...chain, book: { ...chain.book, contracts: own as typeof contracts } }
  const rounds: { all: Round; slice: Round }[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push({ slice: await measure(slice), all: await measure(chain) })
  const logsOf = (round: Round) => round.course.at(-1)?.logs ?? 0
  const lineOf = (which: 'slice' | 'all', name: string) => {
    const seconds = median(rounds.map((round) => round[which].seconds))
    const cpuSeconds = median(rounds.map((round) => round[which].cpuSeconds))
    const logs = Math.max(...rounds.map((round) => logsOf(round[which])))
    const micros = ((seconds * 1e6) / logs).toFixed(0)
    return `| ${[name, logs, seconds.toFixed(2), cpuSeconds.toFixed(2), micros].join(' | ')} |`
  }
  const slower = median(rounds.map(({ all, slice: first }) => all.seconds / first.seconds))
  const perEvent = median(
    rounds.map(({ all, slice: first }) => all.seconds / logsOf(all) / (first.seconds / logsOf(first))),
  )
  return `| families: ${chain.blocks} blocks, ${chain.events} events | events read | seconds | CPU seconds | µs an event |
|---|---:|---:|---:|---:|
${lineOf('slice', 'the slice')}
${lineOf('all', 'every family')}

With every family ${slower.toFixed(2)} times the time, ${perEvent.toFixed(2)} times the time an event; medians of ${ROUNDS} rounds in turns.`
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
