// The settings of contracts that hold or make OPEN: each that is set is a row, so that what is in force at any moment, and since when, can be asked for.
import { contractSettingId, positionId } from '../../events/ids'
import type { Change } from '../rows'
import { placeOf, skip, type Transitions } from '../transition'

export const contractSettingTransitions: Transitions<'contractSet'> = {
  contractSet: {
    touches: () => [],
    apply(_world, event) {
      const { contract, setting, values } = event
      if (values.length === 0) return skip(event, 'the list sets nothing')
      return values.map((set, index): Change => {
        const id = contractSettingId(positionId(event.at), index)
        return { kind: 'contractSetting', row: { id, contract, setting, ...set, ...placeOf(event) } }
      })
    },
  },
}
