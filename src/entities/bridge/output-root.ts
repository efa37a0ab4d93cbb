// The roots of the L2's state that L1 was told of: what a proof can end at.
import { positionId } from '../../events/ids'
import { placeOf, type Transitions } from '../transition'

export const outputRootTransitions: Transitions<'outputProposed'> = {
  outputProposed: {
    touches: () => [],
    apply(_world, event) {
      const { root, gameType, game, outputIndex, l2BlockNumber } = event
      const row = { id: positionId(event.at), root, gameType, game, outputIndex, l2BlockNumber, ...placeOf(event) }
      return [{ kind: 'outputRoot', row }]
    },
  },
}
