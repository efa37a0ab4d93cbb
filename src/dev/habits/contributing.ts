// What do contributors do? They submit real texts, sometimes somebody else's again; late in a contribution's life some
// withdraw it. Growth is bounded: after FEW contributions it slows down, after MANY it ends.
import { parseEther } from 'viem'
import type { Intent } from '../chain/sequencer'
import { CHAINS, LICENSES, MEMBERS, TOOLING } from '../inhabitants/roles'
import { callDatanet, type Habit, isTurn, type Scene } from '../inhabitants/scene'
import { type Contribution, countContributions, type Datanet, findDatanet } from '../inhabitants/world'
import { toDataUri } from '../library/content-folder'
import { type ContributionRow, contentRootOf, printRows } from '../library/documents'
import { cutIntoRows, type SourceText } from '../library/source-texts'

/** Contributions before the first versions are published. */
export const FIRST_CONTRIBUTIONS = 18
const FEW = 60
const MANY = 240
const BLOCKS_BETWEEN = { few: 8, many: 90 }

export const contribute: Habit = (scene) => {
  const { world } = scene
  if (world.datanets.size === 0) return []
  const made = countContributions(world)
  return Array.from({ length: contributionsNow(scene, made) }, (_, index) => submit(scene, made + index)).flat()
}

export const withdrawContribution: Habit = (scene) => {
  if (!isTurn(scene, 60, 31)) return []
  const datanet = scene.random.pick([...scene.world.datanets.values()])
  const mature = [...datanet.contributions.values()].filter((one) => isMature(one, scene) && one.id % 2n === 1n)
  if (mature.length < 3) return []
  const contribution = scene.random.pick(mature)
  const from = scene.cast.find(contribution.contributor)
  return from === undefined ? [] : [callDatanet(datanet, { from, call: 'withdraw', args: [contribution.id] })]
}

/** Old enough to be reconsidered. Odd ones are withdrawn, even ones lose rows: nobody gets into another's way in one block. */
export function isMature({ status, place }: Contribution, scene: Scene): boolean {
  return status === 'approved' && scene.height - place.block > 20
}

type Submission = { contentRoot: string; contentUri: string; rowCount: number; byteLength: number; license: string }

export function prepareSubmission(scene: Scene, source: SourceText, index: number): Submission {
  return describe(scene, { rows: cutIntoRows(source), license: source.license }, index)
}

/** The Datanet that a text belongs into, by what it is about. */
export function homeOf(source: SourceText): string {
  if (/^licen[cs]e/i.test(source.file)) return LICENSES.name
  if (CHAIN_WORDS.test(source.package)) return CHAINS.name
  return SERVER_WORDS.test(source.package) ? MEMBERS.name : TOOLING.name
}

const CHAIN_WORDS =
  /viem|ether|solid|subsquid|openzeppelin|abi|noble|scure|^ox$|foundry|solc|merkle|blake|hash|secp|rlp/
const SERVER_WORDS =
  /^pg|postgres|drizzle|typeorm|graphql|pothos|undici|express|yoga|http|server|fetch|prom|body|connect/

function contributionsNow(scene: Scene, made: number): number {
  if (made < FIRST_CONTRIBUTIONS) return FIRST_CONTRIBUTIONS - made
  if (scene.isOpening || made >= MANY) return 0
  return isTurn(scene, made < FEW ? BLOCKS_BETWEEN.few : BLOCKS_BETWEEN.many) ? 1 : 0
}

function submit(scene: Scene, index: number): Intent[] {
  const source = scene.sources[index % scene.sources.length]
  if (source === undefined) return []
  const copied = scene.isOpening || !scene.random.chance(1 / 10) ? null : findCopyable(scene)
  const datanet = copied?.datanet ?? findDatanet(scene.world, homeOf(source))
  if (datanet === undefined) return []
  const original = copied ?? { rows: cutIntoRows(source), license: source.license }
  const value = scene.random.chance(1 / 3) ? parseEther('1') : 0n
  const from = contributorOf(scene, index)
  if (from === undefined) return []
  return [callDatanet(datanet, { from, call: 'submit', args: [describe(scene, original, index)], value })]
}

/** In the opening everybody in turn, so that all are there from the beginning; later whoever happens to. */
function contributorOf({ isOpening, cast: { contributors }, random }: Scene, index: number) {
  return isOpening ? contributors[index % contributors.length] : random.pick(contributors)
}

/** Somebody else's approved contribution, to be handed in as one's own. */
function findCopyable(scene: Scene): { datanet: Datanet; rows: readonly ContributionRow[]; license: string } | null {
  const datanet = scene.random.pick([...scene.world.datanets.values()])
  const approved = [...datanet.contributions.values()].filter(({ status }) => status === 'approved')
  if (approved.length === 0) return null
  const { rows } = scene.random.pick(approved)
  return { datanet, rows, license: String(rows[0]?.['license'] ?? 'UNLICENSED') }
}

const DATA_URI_EVERY = 11
const DATA_URI_MAX_BYTES = 6_000

/** A small text now and then stands on the chain itself; at most one contribution in ten does. */
function describe(
  scene: Scene,
  { rows, license }: { rows: readonly ContributionRow[]; license: string },
  index: number,
): Submission {
  const text = printRows(rows)
  const byteLength = Buffer.byteLength(text)
  const isInline = index % DATA_URI_EVERY === DATA_URI_EVERY - 1 && byteLength <= DATA_URI_MAX_BYTES
  const contentUri = isInline ? toDataUri(text) : scene.content.publish(text, 'jsonl')
  return { contentRoot: contentRootOf(rows), contentUri, rowCount: rows.length, byteLength, license }
}
