// The parameters of governance: each setting is a row, so that those in force at any moment can be asked for.
import { positionId } from '../../events/ids'
import { placeOf, type Transitions } from '../transition'

export const parameterTransitions: Transitions<'governanceParameterSet'> = {
  governanceParameterSet: {
    touches: () => [],
    apply(_world, event) {
      const { contract, parameter, previous, value } = event
      const row = { id: positionId(event.at), contract, parameter, previous, value, ...placeOf(event) }
      return [{ kind: 'governanceParameter', row }]
    },
  },
}
