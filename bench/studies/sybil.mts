// What does it pay to attack `suffix-array/1`, and what does it cost the victim? Real rows, one attack at a time, in shares and in wei.
// `npm run study:sybil`; `-- --matches N --seed S`. Writes bench/results/sybil.md.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeRun } from '../attribution/machine.mts'
import {
  type Arena,
  buildArena,
  drawMatch,
  inRing,
  type Match,
  type Payment,
  payWith,
  QUOTED_WORDS,
  type Ring,
} from './arena.mts'
import { type Aim, ATTACKS, type Attack, altered, SPLITS } from './attacks.mts'
import { writeReport } from './sybil-report.mts'
import { type Case, createTally, type Tally } from './tally.mts'
import { readDocuments, wordsOf } from './texts.mts'

type Row = import('../../src/attribution/engine').Row

const root = fileURLToPath(new URL('../..', import.meta.url))
const { values: given } = parseArgs({
  options: { matches: { type: 'string', default: '16' }, seed: { type: 'string', default: '1' } },
})
const OWNERS_MOST = 32
const COUNTS = [1, 10, OWNERS_MOST - 1, OWNERS_MOST + 1, 1000]
const ALTERED_EVERY = [20, 12, 8, 6]

// In memory where there is some: every attack is a commit, and a disk's syncs would be most of its time.
const home = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headwater-sybil-'))
try {
  await study()
} finally {
  rmSync(home, { recursive: true, force: true })
}

async function study(): Promise<void> {
  const machine = describeRun()
  const documents = readDocuments(root, /^(readme|licen[cs]e|changelog)/i)
  const arena = await buildArena(documents, home)
  const { rows, tokens, owners } = arena.info
  const data = `${rows.toLocaleString('en')} rows of 400 words or fewer, ${tokens.toLocaleString('en')} tokens, ${owners} owners`
  const attacks = createTally()
  const laundering = createTally()
  for (let matches = 1; matches <= Number(given.matches); matches++) {
    const match = drawMatch(arena, Number(given.seed) * 1000 + matches)
    await inRing(arena, (ring) => attackAll(arena, ring, match, { isOwn: false, tally: attacks }))
    await inRing(arena, (ring) => attackAll(arena, ring, match, { isOwn: true, tally: attacks }))
    await inRing(arena, (ring) => launder(ring, match, laundering))
    console.error(`match ${matches} of ${given.matches}`)
    // After each: who stops it has what was measured until then.
    const report = writeReport({ attacks, laundering, data, matches, seed: given.seed, machine })
    writeFileSync(join(root, 'bench/results/sybil.md'), report)
  }
}

type Round = { isOwn: boolean; tally: Tally }

async function attackAll(arena: Arena, ring: Ring, match: Match, { isOwn, tally }: Round): Promise<void> {
  const rowWords = wordsOf(isOwn ? match.attacker.text : match.victim.text)
  const quoted = Math.floor((rowWords.length - QUOTED_WORDS) / 2)
  const passage = (row: Row) =>
    wordsOf(row.text)
      .slice(quoted, quoted + QUOTED_WORDS)
      .join('')
  const [first, second] = isOwn ? [match.attacker, match.victim] : [match.victim, match.attacker]
  const output = [match.absent.join(''), arena.licence.join(''), passage(first), passage(second)].join('')
  const before = await payWith(ring, [match.attacker], output)
  const aim: Aim = { words: rowWords, quoted, licence: arena.licence, others: match.others, chance: match.chance }
  const target = isOwn ? 'its own row' : 'a rival’s row'
  for (const attack of isOwn ? [...ATTACKS, ...SPLITS] : ATTACKS) {
    for (const { name, count, isOwners } of sizes()) {
      const rows = attackRows(attack, aim, { count, isOwners })
      const brought = attack.isInstead ? rows : [match.attacker, ...rows]
      const after = await payWith(ring, brought, output)
      tally.add({ attack: attack.name, target, size: name, count }, caseOf(match, before, after))
    }
  }
}

function sizes(): { name: string; count: number; isOwners: boolean }[] {
  const named = (one: string, isOwners: boolean) =>
    COUNTS.map((count) => ({ name: `${count} ${one}${count === 1 ? '' : 's'}`, count, isOwners }))
  return [...named('owner', true), ...named('row', false)]
}

function attackRows(attack: Attack, aim: Aim, { count, isOwners }: { count: number; isOwners: boolean }): Row[] {
  return attack.texts(aim, count).map((text, at) => ({
    id: `attack ${at}`,
    owner: isOwners ? `attacker ${at}` : 'attacker',
    text,
  }))
}

function caseOf({ victim }: Match, before: Payment, after: Payment): Case {
  const nothing = { ppb: 0, wei: 0n }
  const ofAttacker = (paid: Payment) =>
    [...paid]
      .filter(([owner]) => owner.startsWith('attacker'))
      .reduce((sum, [, part]) => ({ ppb: sum.ppb + part.ppb, wei: sum.wei + part.wei }), nothing)
  const ofVictim = (paid: Payment) => paid.get(victim.owner ?? '') ?? nothing
  return {
    attacker: { before: ofAttacker(before), after: ofAttacker(after) },
    victim: { before: ofVictim(before), after: ofVictim(after) },
  }
}

/** The output repeats an altered copy of the victim's words instead of these; the copy is in the data not at all, once, or by many. */
async function launder(ring: Ring, match: Match, tally: Tally): Promise<void> {
  const words = wordsOf(match.victim.text)
  const quoted = (from: string[]) => from.slice(QUOTED_WORDS, 3 * QUOTED_WORDS).join('')
  const unaltered = await payWith(ring, [], quoted(words))
  for (const every of ALTERED_EVERY) {
    const copy = altered({ words, quoted: 0, licence: [], others: match.others, chance: match.chance }, every)
    for (const count of [0, ...COUNTS]) {
      const rows = Array.from({ length: count }, (_, at) => ({
        id: `attack ${at}`,
        owner: `attacker ${at}`,
        text: copy.join(''),
      }))
      const after = await payWith(ring, rows, quoted(copy))
      const size = count === 0 ? 'nobody' : `${count} ${count === 1 ? 'owner' : 'owners'}`
      tally.add({ attack: `1 word in ${every} altered`, target: '', size, count }, caseOf(match, unaltered, after))
    }
  }
}
