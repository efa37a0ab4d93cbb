// How do inferences come about? A caller asks a model about something in its data, the model answers, the texts go to where the
// chain will point, and the caller pays for the tokens.
import { parseEther, zeroHash } from 'viem'
import type { Intent } from '../chain/sequencer'
import { presentCallers } from '../inhabitants/cast'
import { MODELS, type ModelSpec } from '../inhabitants/roles'
import { callTo, type Habit, type Scene } from '../inhabitants/scene'
import type { Study } from '../inhabitants/studies'
import { findModel, latestPublished, type Model, type ModelVersion } from '../inhabitants/world'
import { hashText, printInference } from '../library/documents'
import type { Random } from '../random'
import { tokenize } from '../recount/tokens'
import { hostOf } from './institutions/hosting'

export const callModels: Habit = (scene) => {
  const offers = MODELS.flatMap((spec) => {
    const model = findModel(scene.world, spec.name)
    const version = model && latestPublished(model)
    return model === undefined || version === undefined ? [] : [{ spec, model, version }]
  })
  if (offers.length === 0) return []
  return Array.from({ length: scene.inferencesInBlock }, () => {
    // The very first call goes to the model listed first, so that a new chain begins with an ordinary case.
    const isFirst = scene.world.inferences === 0
    const index = isFirst ? 0 : scene.random.weighted(offers.map(({ spec }) => spec.demand))
    const offer = offers[index]
    return offer === undefined ? [] : [callModel(scene, offer)]
  }).flat()
}

type Offer = { readonly spec: ModelSpec; readonly model: Model; readonly version: ModelVersion }

function callModel(scene: Scene, { spec, model, version }: Offer): Intent {
  const study = scene.studies.of(scene.world, model, version)
  const input = ask(scene, study)
  const output = study.language.answer(input, scene.random)
  const texts = printInference({ input, output })
  const isHidden = spec.conduct.kind === 'withdraws-content'
  const contentUri = isHidden ? scene.content.withhold(texts, 'json') : scene.content.publish(texts, 'json')
  const [tokensIn, tokensOut] = [BigInt(tokenize(input).length), BigInt(tokenize(output).length)]
  const call = {
    modelId: model.id,
    version: version.version,
    agentId: agentFor(scene, model),
    inputHash: hashText(input),
    outputHash: hashText(output),
    contentUri,
    tokensIn,
    tokensOut,
    host: spec.hasHost ? hostOf(spec.name) : zeroHash,
  }
  const value = (tokensIn * version.inputRate + tokensOut * version.outputRate) / 1000n + scene.world.platformFee
  const from = scene.random.pick(presentCallers(scene.cast, scene.height))
  const args = [call, adaptersFor(scene, model)]
  const credits = scene.world.credits.get(from.address) ?? 0n
  // Two calls in one block may be of one caller: with room for several, none of them fails.
  if (credits < CREDITS_KEPT) return callTo(scene, 'InferenceLedger', { from, call: 'record', args, value })
  return callTo(scene, 'StudioVault', { from, call: 'spend', args })
}

const CREDITS_KEPT = parseEther('2')

/** Every third block, the calls of a model that has an agent are that agent's. */
function agentFor({ world, height }: Scene, model: Model): bigint {
  const agent = [...world.agents.values()].find(({ modelId, isRetired }) => modelId === model.id && !isRetired)
  return height % 3 === 0 ? (agent?.id ?? 0n) : 0n
}

const WHOLE_PPM = 1_000_000

/** As many of the model's deployed adapters as the height says, with equal weights. */
function adaptersFor({ world, height }: Scene, model: Model): { adapterId: bigint; weightPpm: number }[] {
  const deployed = [...world.adapters.values()].filter(({ modelId, hosts }) => modelId === model.id && hosts.size > 0)
  const used = deployed.slice(0, height % (deployed.length + 1))
  return used.map(({ id }) => ({ adapterId: id, weightPpm: Math.floor(WHOLE_PPM / used.length) }))
}

const QUESTIONS: readonly ((about: string, detail: string) => string)[] = [
  (about, detail) => `What does ${about} say about ${detail}?`,
  (about, detail) => `Explain ${detail} in ${about}.`,
  (about, detail) => `How does ${about} deal with ${detail}?`,
  (about, detail) => `I use ${about}. What should I know about ${detail}?`,
]

/** A question about a row that the model has read: its package and one long word of it. */
function ask({ world, random }: Scene, { dataPoints }: Study): string {
  if (dataPoints.length === 0) return 'What have you read?'
  const { datanetId, contributionId, row, text } = random.pick(dataPoints)
  const source = world.datanets.get(datanetId)?.contributions.get(contributionId)?.rows[row]
  return random.pick(QUESTIONS)(String(source?.['package'] ?? 'this'), longWord(text, random))
}

function longWord(text: string, random: Random): string {
  const words = text.match(/\p{L}{6,}/gu) ?? ['it']
  return random.pick(words)
}
