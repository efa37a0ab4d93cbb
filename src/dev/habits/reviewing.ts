// What do reviewers and owners of Datanets do with what is submitted? They approve most of it, reject copies, markup and strays
// with a reason, remove rows later, and slash or mark those who hand in copies.
import { parseEther } from 'viem'
import type { Intent } from '../chain/sequencer'
import { callDatanet, type Habit, isTurn, type Scene } from '../inhabitants/scene'
import type { Contribution, Datanet } from '../inhabitants/world'
import { isMature } from './contributing'

export const review: Habit = (scene) =>
  [...scene.world.datanets.values()].flatMap((datanet) =>
    [...datanet.contributions.values()]
      .filter(({ status, place }) => status === 'submitted' && (scene.isOpening || scene.height - place.block > 2))
      .map((contribution) => decide(scene, datanet, contribution)),
  )

export const removeRows: Habit = (scene) => {
  if (!isTurn(scene, 45, 17)) return []
  const datanet = scene.random.pick([...scene.world.datanets.values()])
  const candidates = [...datanet.contributions.values()].filter(
    // At least one row stays: a contribution without any would be neither here nor there.
    (one) => isMature(one, scene) && one.id % 2n === 0n && one.rows.length - one.removed.size > 3,
  )
  if (candidates.length === 0) return []
  const { id, rows, removed } = scene.random.pick(candidates)
  const left = rows.map((_, row) => row).filter((row) => !removed.has(row))
  const gone = [...new Set([scene.random.pick(left), scene.random.pick(left)])].sort((a, b) => a - b)
  const reason = scene.random.pick(['outdated instructions', 'names a private person', 'withdrawn by its author'])
  return [callDatanet(datanet, { from: reviewerFor(scene), call: 'removeRows', args: [id, gone, reason] })]
}

const REDUNDANT = 1
const SLASH = parseEther('0.25')

/** Owners punish copies where there is a stake to punish with, and mark their contributor. */
export const punishCopies: Habit = (scene) => {
  if (!isTurn(scene, 29, 11)) return []
  return [...scene.world.datanets.values()].flatMap((datanet) => {
    const owner = scene.cast.find(datanet.owner)
    const rejected = [...datanet.contributions.values()].filter((one) => one.status === 'rejected' && !one.isSlashed)
    const culprit = rejected.find(({ contributor }) => (datanet.stakes.get(contributor) ?? 0n) >= SLASH)
    if (owner === undefined || culprit === undefined) return []
    const score = 50_000 + scene.random.below(200_000)
    return [
      callDatanet(datanet, { from: owner, call: 'slash', args: [culprit.id, SLASH, REDUNDANT] }),
      callDatanet(datanet, { from: owner, call: 'setPenaltyScore', args: [culprit.contributor, score] }),
    ]
  })
}

const ADDED = parseEther('0.1')

/** Some put more at stake than came with what they submitted. */
export const addToStake: Habit = (scene) => {
  if (!isTurn(scene, 37, 19)) return []
  const datanet = scene.random.pick([...scene.world.datanets.values()])
  const [contributor] = [...datanet.stakes].find(([, amount]) => amount > 0n) ?? []
  const from = contributor === undefined ? undefined : scene.cast.find(contributor)
  return from === undefined ? [] : [callDatanet(datanet, { from, call: 'depositStake', args: [], value: ADDED })]
}

/** Some take back what they have at stake. */
export const takeStakeBack: Habit = (scene) => {
  if (!isTurn(scene, 41, 23)) return []
  const datanet = scene.random.pick([...scene.world.datanets.values()])
  const [contributor] = [...datanet.stakes].find(([, amount]) => amount >= parseEther('0.75')) ?? []
  const from = contributor === undefined ? undefined : scene.cast.find(contributor)
  if (from === undefined) return []
  return [callDatanet(datanet, { from, call: 'withdrawStake', args: [parseEther('0.5')] })]
}

function decide(scene: Scene, datanet: Datanet, contribution: Contribution): Intent {
  const from = reviewerFor(scene)
  const reason = findFault(scene, datanet, contribution)
  if (reason !== null) return callDatanet(datanet, { from, call: 'reject', args: [contribution.id, reason] })
  const qualityPpm = Math.round(shareOfLetters(contribution) * 1_000_000)
  return callDatanet(datanet, { from, call: 'approve', args: [contribution.id, qualityPpm] })
}

function findFault(scene: Scene, datanet: Datanet, contribution: Contribution): string | null {
  const { rows } = contribution
  const known = new Set(
    [...datanet.contributions.values()]
      .filter(({ status }) => status === 'approved')
      .flatMap((one) => one.rows.map(({ text }) => text)),
  )
  const repeated = rows.filter(({ text }) => known.has(text)).length
  // One copy in six slips through: attribution has to cope with it.
  if (repeated * 2 > rows.length && scene.random.chance(5 / 6)) {
    return `${repeated} of ${rows.length} rows are already in this Datanet`
  }
  const letters = shareOfLetters(contribution)
  if (letters < 0.5) return `mostly markup: ${Math.round(letters * 100)} % letters`
  return !scene.isOpening && scene.random.chance(0.06) ? `not about ${datanet.name}` : null
}

function shareOfLetters({ rows }: Contribution): number {
  const text = rows.map((row) => row.text).join('')
  return (text.match(/\p{L}/gu)?.length ?? 0) / Math.max(text.length, 1)
}

function reviewerFor(scene: Scene) {
  return scene.random.pick(scene.cast.reviewers)
}
