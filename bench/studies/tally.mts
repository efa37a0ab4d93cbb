// The matches of a study, summed for each attack and each size of it.
export type Part = { ppb: number; wei: bigint }
export type Case = { attacker: { before: Part; after: Part }; victim: { before: Part; after: Part } }
export type Kind = { attack: string; target: string; size: string; count: number }
export type Entry = Kind & { cases: Case[] }
export type Tally = { add(kind: Kind, one: Case): void; entries(): Entry[] }

export function createTally(): Tally {
  const entries = new Map<string, Entry>()
  return {
    add(kind, one) {
      const key = `${kind.attack} ${kind.target} ${kind.size}`
      const entry = entries.get(key) ?? { ...kind, cases: [] }
      entry.cases.push(one)
      entries.set(key, entry)
    },
    entries: () => [...entries.values()],
  }
}

/** Means over the matches; a ratio is that of the sums, its worst that of one match in which there was something before. */
export function summarise({ cases }: Pick<Entry, 'cases'>) {
  const of = (who: 'attacker' | 'victim') => {
    const sum = (when: 'before' | 'after') => cases.reduce((total, one) => total + one[who][when].ppb, 0)
    const wei = (when: 'before' | 'after') =>
      cases.reduce((total, one) => total + one[who][when].wei, 0n) / BigInt(cases.length)
    const ratios = cases.filter((one) => one[who].before.ppb > 0).map((one) => one[who].after.ppb / one[who].before.ppb)
    return {
      before: sum('before') / cases.length / 1e9,
      after: sum('after') / cases.length / 1e9,
      ratio: sum('after') / sum('before'),
      most: Math.max(...ratios),
      least: Math.min(...ratios),
      weiBefore: wei('before'),
      weiAfter: wei('after'),
    }
  }
  return { attacker: of('attacker'), victim: of('victim') }
}
