// What do operators do? For each inference of their model they work out the attribution, put up the evidence, commit to it on the
// chain and have the fee split by it. Three of them are dishonest, each in the way its label says.
import type { Hex } from 'viem'
import type { Intent } from '../chain/sequencer'
import { MODELS, type ModelSpec } from '../inhabitants/roles'
import { callTo, type Habit, type Scene } from '../inhabitants/scene'
import type { Study } from '../inhabitants/studies'
import type { OpenInference } from '../inhabitants/world'
import { type Leaf, parseInference, plantLeaves, printLeaves } from '../library/documents'
import { attribute, METHOD_VERSION, PPB } from '../recount/suffix-array'

export const commitAttributions: Habit = (scene) =>
  [...scene.world.open.values()].slice(0, MAX_IN_BLOCK).flatMap((inference) => commit(scene, inference))

/** What a claim says, before anybody has tampered with it. */
export type Claim = { readonly leaves: readonly Leaf[]; readonly unattributedPpb: number }

export function workOut(output: string, { data, dataPoints }: Study): Claim {
  const { shares, unattributedPpb } = attribute(output, data)
  const leaves = shares.flatMap(({ row: index, sharePpb }) => {
    const point = dataPoints[index]
    if (point === undefined || sharePpb === 0) return []
    const { datanetId, contributionId, row, contributor } = point
    return [{ datanetId, contributionId, row, contributor, sharePpb }]
  })
  return { leaves, unattributedPpb }
}

/** So many commits fit into a block with all their leaves; others wait for the next. */
const MAX_IN_BLOCK = 12
const SUFFIX_ARRAY = 0
const GAS = { distribute: 500_000n, leaf: 70_000n }

function commit(scene: Scene, inference: OpenInference): Intent[] {
  const { world, cast, content, studies } = scene
  const model = world.models.get(inference.modelId)
  const index = MODELS.findIndex(({ name }) => name === model?.name)
  const [spec, from] = [MODELS[index], cast.operators[index]]
  const version = model?.versions.find((one) => one.version === inference.version)
  const texts = content.read(inference.contentUri)
  if (!model || !version || !spec || !from || texts === null) return []
  const study = studies.of(world, model, version)
  const claim = bend(workOut(parseInference(texts).output, study), { spec, scene, study })
  const tree = plantLeaves(claim.leaves)
  const evidence = printLeaves(claim.leaves)
  const isWithheld = spec.conduct.kind === 'withholds-evidence'
  const evidenceUri = isWithheld ? content.withhold(evidence, 'jsonl') : content.publish(evidence, 'jsonl')
  const { id } = inference
  const summary = [tree.root, claim.leaves.length, claim.unattributedPpb, evidenceUri]
  return [
    callTo(scene, 'InferenceLedger', {
      from,
      call: 'commitAttribution',
      args: [id, SUFFIX_ARRAY, METHOD_VERSION, ...summary],
    }),
    distribute(scene, { from, id, tree }),
  ]
}

type Distribution = { readonly from: Intent['from']; readonly id: Hex; readonly tree: ReturnType<typeof plantLeaves> }

function distribute(scene: Scene, { from, id, tree }: Distribution): Intent {
  const gas = GAS.distribute + GAS.leaf * BigInt(tree.leaves.length)
  const args = [id, SUFFIX_ARRAY, tree.leaves, tree.flags]
  return callTo(scene, 'RewardDistributor', { from, call: 'distribute', args, gas })
}

type Circumstances = { readonly spec: ModelSpec; readonly scene: Scene; readonly study: Study }

/** An honest operator's claim stays as it is; one takes a third of what is unattributed, or of the largest share, for a friend. */
function bend(claim: Claim, { spec, scene, study }: Circumstances): Claim {
  if (spec.conduct.kind !== 'overstates') return claim
  const friend = scene.cast.contributors[spec.conduct.friend]?.address
  const own = study.dataPoints.find(({ contributor }) => contributor === friend)
  if (own === undefined) return claim
  const { datanetId, contributionId, row, contributor } = own
  const favour = { datanetId, contributionId, row, contributor }
  if (claim.unattributedPpb >= PPB / 10) {
    const taken = Math.floor(claim.unattributedPpb / 3)
    return { leaves: give(claim.leaves, favour, taken), unattributedPpb: claim.unattributedPpb - taken }
  }
  const largest = claim.leaves.reduce((a, b) => (b.sharePpb > a.sharePpb ? b : a))
  const taken = Math.floor(largest.sharePpb / 3)
  const reduced = claim.leaves.map((leaf) => (leaf === largest ? { ...leaf, sharePpb: leaf.sharePpb - taken } : leaf))
  return { ...claim, leaves: give(reduced, favour, taken) }
}

function give(leaves: readonly Leaf[], favour: Omit<Leaf, 'sharePpb'>, ppb: number): Leaf[] {
  const isSame = (leaf: Leaf) =>
    leaf.datanetId === favour.datanetId && leaf.contributionId === favour.contributionId && leaf.row === favour.row
  if (!leaves.some(isSame)) return [...leaves, { ...favour, sharePpb: ppb }]
  return leaves.map((leaf) => (isSame(leaf) ? { ...leaf, sharePpb: leaf.sharePpb + ppb } : leaf))
}
