// The Sybil study as Markdown: first what does not hold, then every figure.
import { markdown } from '../attribution/table.mts'
import { type Entry, summarise, type Tally } from './tally.mts'
import { createChance, pick } from './texts.mts'

type Study = { attacks: Tally; laundering: Tally; data: string; matches: number; seed: string; machine: string }

const METHOD = `Each match draws two real rows of 400 words: the victim's from the data, the attacker's from a text of an owner who is left out of the data, brought under a name of its own. An
output quotes 120 words of either, behind 60 words of the licence that most owners carry and 120 words that are in no data. The attacker's rows come last. They aim at the victim's row or
at the attacker's own, under as many other names as it likes (*owners*), or under its one name (*rows*). *Gain* is what the attacker gets, under all its names, over what it got for its own
row before; *loss* is the part of what the victim got before that it gets no more. Both are of the sums over all matches, intervals (95 %) from drawing the matches again a
thousand times; *worst* is the worst single match. Wei are of a fee of 1 OPEN, split and rounded as the RewardDistributor does it, a leaf a row.`

const LAUNDERING = `The output repeats 240 words of a copy of the victim's row in which words are replaced, and the copy is in the data, too. *Unaltered*: what the victim gets for an output that repeats its own
words. Brought by nobody: the copy is not in the data, so what is missing to the unaltered share is what alone the altering costs the victim. *Keeps*, *get*: over the unaltered share.`

export function writeReport({ attacks, laundering, data, matches, seed, machine }: Study): string {
  const entries = attacks.entries()
  const parts = [
    '# What attacks gain',
    `\`npm run study:sybil -- --matches ${matches} --seed ${seed}\`, ${new Date().toISOString().slice(0, 10)}. ${machine}.`,
    `Data: the READMEs, licences and changelogs under node_modules; ${data}. ${matches} matches.`,
    METHOD,
    '## Where the bound does not hold',
    boundsOf(entries),
    '## The worst of each attack',
    worstTable(entries),
    '## Laundering',
    LAUNDERING,
    launderingTable(laundering.entries()),
    '## Every size',
    everyTable(entries),
  ]
  return `${parts.join('\n\n')}\n`
}

function boundsOf(entries: Entry[]): string {
  const over = entries.filter((entry) => summarise(entry).attacker.ratio > 1.0005)
  const lost = entries.filter((entry) => loss(summarise(entry).victim.ratio) > 0.05)
  const listed = (found: Entry[], figure: (entry: Pick<Entry, 'cases'>) => number) =>
    found
      .sort((one, other) => figure(other) - figure(one))
      .map(
        (entry) =>
          `- ${entry.attack}, ${entry.target}, ${entry.size}: ${figure(entry).toFixed(3)} (${interval(entry, figure)})`,
      )
      .join('\n') || '- none'
  return [
    `**Gain above 1.00 over all matches** (${over.length} of ${entries.length}):`,
    listed(over, (entry) => summarise(entry).attacker.ratio),
    `**The victim loses more than 0.05** (${lost.length} of ${entries.length}):`,
    listed(lost, (entry) => loss(summarise(entry).victim.ratio)),
  ].join('\n\n')
}

const RESAMPLED = 1000

/** Between which values a figure of all matches lies in 95 of 100 draws of them. */
function interval({ cases }: Entry, figure: (entry: Pick<Entry, 'cases'>) => number): string {
  const chance = createChance(1)
  const figures = Array.from({ length: RESAMPLED }, () => figure({ cases: cases.map(() => pick(cases, chance)) }))
  const [low, high] = [0.025, 0.975].map(
    (part) => figures.sort((one, other) => one - other)[Math.floor(part * RESAMPLED)],
  )
  return `${low?.toFixed(3)} to ${high?.toFixed(3)}`
}

function worstTable(entries: Entry[]): string {
  const kinds = new Set(entries.map(({ attack, target }) => JSON.stringify([attack, target])))
  const rows = [...kinds].map((key) => {
    const [attack, target] = JSON.parse(key) as [string, string]
    const ofKind = entries.filter((entry) => entry.attack === attack && entry.target === target)
    const most = (figure: (entry: Entry) => number) => {
      const [first] = [...ofKind].sort((one, other) => figure(other) - figure(one))
      return first === undefined ? '' : `${figure(first).toFixed(3)} (${first.size})`
    }
    return [
      attack,
      target,
      most((entry) => summarise(entry).attacker.ratio),
      most((entry) => summarise(entry).attacker.most),
      most((entry) => loss(summarise(entry).victim.ratio)),
    ]
  })
  return markdown({
    head: ['attack', 'aimed at', 'most gain', 'most gain in one match', 'most the victim loses'],
    rows,
  })
}

function launderingTable(entries: Entry[]): string {
  const rows = entries.map((entry) => {
    const { attacker, victim } = summarise(entry)
    const figures = [victim.before, victim.after, attacker.after].map((share) => share.toFixed(3))
    const kept = [victim.ratio, attacker.after / victim.before].map((ratio) => ratio.toFixed(2))
    return [
      entry.attack,
      entry.size,
      ...figures,
      ...kept,
      ...[victim.weiBefore, victim.weiAfter, attacker.weiAfter].map(String),
    ]
  })
  const head = ['copy', 'brought by', 'unaltered', 'victim', 'launderers', 'victim keeps', 'launderers get']
  return markdown({ head: [...head, 'unaltered, wei', 'victim, wei', 'launderers, wei'], rows })
}

function everyTable(entries: Entry[]): string {
  const rows = entries.map((entry) => {
    const { attacker, victim } = summarise(entry)
    const shares = (one: typeof attacker) => [one.before.toFixed(4), one.after.toFixed(4)]
    const wei = [attacker.weiAfter - attacker.weiBefore, victim.weiAfter - victim.weiBefore].map(String)
    const ratios = [attacker.ratio.toFixed(3), attacker.most.toFixed(3), loss(victim.ratio).toFixed(3)]
    return [
      entry.attack,
      entry.target,
      entry.size,
      ...shares(attacker),
      ...ratios.slice(0, 2),
      ...shares(victim),
      ...ratios.slice(2),
      ...wei,
    ]
  })
  const head = [
    'attack',
    'aimed at',
    'size',
    'attacker before',
    'after',
    'gain',
    'worst',
    'victim before',
    'after',
    'loss',
  ]
  return markdown({ head: [...head, 'attacker, wei more', 'victim, wei more'], rows })
}

function loss(ratio: number): number {
  return 1 - ratio
}
