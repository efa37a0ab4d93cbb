// When does a Datanet get a new version, and what does it hold? Its owner publishes what is approved and still there, soon at
// first and ever more seldom, and now and then describes the Datanet anew.
import type { Intent } from '../chain/sequencer'
import { callDatanet, type Habit, isTurn, type Scene } from '../inhabitants/scene'
import { countContributions, currentDataPoints, type Datanet } from '../inhabitants/world'
import { dataRootOf } from '../library/documents'
import { FIRST_CONTRIBUTIONS } from './contributing'

/**
 * Has to stand before all that changes a Datanet in the same block: the root says what is known as of the last one.
 */
export const publishVersions: Habit = (scene) =>
  [...scene.world.datanets.values()]
    .filter((datanet) => isDue(scene, datanet))
    .flatMap((datanet) => publish(scene, datanet))

export const describeAnew: Habit = (scene) => {
  if (!isTurn(scene, 71, 37)) return []
  const datanet = scene.random.pick([...scene.world.datanets.values()])
  const from = scene.cast.find(datanet.owner)
  if (from === undefined) return []
  const about = { name: datanet.name, contributions: datanet.contributions.size, asOfBlock: scene.height }
  const uri = scene.content.publish(JSON.stringify(about), 'json')
  return [callDatanet(datanet, { from, call: 'updateMetadata', args: [uri] })]
}

const FIRST_WAIT_BLOCKS = 25
const LONGEST_WAIT_BLOCKS = 600

function isDue(scene: Scene, datanet: Datanet): boolean {
  const isAllDecided = [...datanet.contributions.values()].every(({ status }) => status !== 'submitted')
  if (!datanet.isChanged) return false
  if (datanet.versions.length === 0) return isAllDecided && countContributions(scene.world) >= FIRST_CONTRIBUTIONS
  const waitBlocks = Math.min(FIRST_WAIT_BLOCKS * datanet.versions.length, LONGEST_WAIT_BLOCKS)
  return scene.height - datanet.publishedAt >= waitBlocks
}

function publish(scene: Scene, datanet: Datanet): Intent[] {
  const from = scene.cast.find(datanet.owner)
  if (from === undefined) return []
  const dataPoints = currentDataPoints(datanet)
  const included = [...new Set(dataPoints.map(({ contributionId }) => contributionId))].flatMap((id) => {
    const contribution = datanet.contributions.get(id)
    return contribution === undefined ? [] : [{ contributionId: id, contentRoot: contribution.contentRoot }]
  })
  const about = { datanet: datanet.name, contributions: included.length, rows: dataPoints.length }
  const uri = scene.content.publish(JSON.stringify(about), 'json')
  const args = [dataRootOf(included), BigInt(dataPoints.length), uri]
  return [callDatanet(datanet, { from, call: 'publishVersion', args })]
}
