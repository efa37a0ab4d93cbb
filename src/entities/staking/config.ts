// What is true of a staking config after an event: the terms that its stakes are under. The events say only that they changed; where
// neither the call nor the state said to what, the terms are unknown from there on, and so is the interest of its stakes.
import type { EventOf } from '../../events/event'
import { positionId, stakingConfigId } from '../../events/ids'
import type { StakingTerms } from '../../events/staking/staking-event'
import type { Change, Row } from '../rows'
import { placeOf, skip, type Transitions } from '../transition'
import type { Touch, World } from '../world'

type ConfigEvent = EventOf<'stakingConfigCreated' | 'stakingConfigSet'>

export const stakingConfigTransitions: Transitions<ConfigEvent['kind']> = {
  stakingConfigCreated: {
    touches: touchConfig,
    apply(world, event) {
      if (configOf(world, event) !== undefined) return skip(event, `the config ${event.configId} exists already`)
      const { configId, terms } = event
      return settle(event, { id: idOf(event), configId, ...(terms ?? UNKNOWN_TERMS), ...placeOf(event) })
    },
  },

  stakingConfigSet: {
    touches: touchConfig,
    apply(world, event) {
      const config = configOf(world, event)
      if (config === undefined) return skip(event, `the config ${event.configId} was never created`)
      return settle(event, { ...config, ...(event.terms ?? UNKNOWN_TERMS) })
    },
  },
}

const UNKNOWN_TERMS: { [T in keyof StakingTerms]: null } = {
  ...{ bank: null, manager: null, token: null, interestRate: null, stakeDuration: null, cooldownDuration: null },
  ...{ maxStake: null, minStake: null, isActive: null, isTopupEnabled: null, isPublic: null },
}

/** The config as it is now, and the same terms once more as of this event. */
function settle(event: ConfigEvent, config: Row<'stakingConfig'>): Change[] {
  const { id, configId: _, ...terms } = config
  const row: Row<'stakingTerms'> = { ...terms, id: positionId(event.at), config: id, ...placeOf(event) }
  return [
    { kind: 'stakingConfig', row: config },
    { kind: 'stakingTerms', row },
  ]
}

function configOf(world: World, event: ConfigEvent): Row<'stakingConfig'> | undefined {
  return world.get('stakingConfig', idOf(event))
}

function touchConfig(event: ConfigEvent): Touch[] {
  return [{ kind: 'stakingConfig', id: idOf(event) }]
}

function idOf(event: ConfigEvent): string {
  return stakingConfigId(event.at.chainId, event.configId)
}
