// Reads the rows that a batch's events may look at: one query a kind, whatever the number of events.
import type { Store } from '@subsquid/typeorm-store'
import { Any, type FindOptionsWhere } from 'typeorm'
import type { Change, Entities, RowKind } from '../../entities/rows'
import type { Touch } from '../../entities/world'
import type { KnownDatanet } from '../../events/data/datanet-registry'
import { AttributionClaim, Datanet, StakingConfig } from '../../model'
import { ENTITY_CLASSES, toChange } from './entities'

export async function loadRows(store: Store, touches: readonly Touch[]): Promise<Change[]> {
  const ids = new Map<Touch['kind'], Set<string>>()
  for (const touch of touches) ids.set(touch.kind, (ids.get(touch.kind) ?? new Set()).add(touch.id))
  const found: Change[] = []
  for (const [kind, wanted] of ids) {
    for (const change of await load(store, kind, [...wanted])) found.push(change)
  }
  return found
}

function load(store: Store, kind: Touch['kind'], ids: string[]): Promise<Change[]> {
  if (kind === 'claimsOf') return loadClaims(store, ids)
  return kind === 'stakingConfigsOf' ? loadStakingConfigs(store, ids) : loadKind(store, kind, ids)
}

type Sought = Readonly<{ chainId: number; contracts: string[]; ids: string[] }>

/** Every Datanet of the chain that has one of these contracts or one of these ids: on another chain the same address is another contract. */
export async function loadDatanets(store: Store, { chainId, contracts, ids }: Sought): Promise<KnownDatanet[]> {
  if (contracts.length + ids.length === 0) return []
  return store.findBy(Datanet, [{ chainId, contract: Any(contracts) }, { id: Any(ids) }])
}

async function loadKind<K extends RowKind>(store: Store, kind: K, ids: string[]): Promise<Change[]> {
  const entities = await store.find<Entities[K]>(ENTITY_CLASSES[kind], {
    where: { id: Any(ids) } as FindOptionsWhere<Entities[K]>,
  })
  return entities.map((entity) => toChange(kind, entity))
}

async function loadClaims(store: Store, inferences: string[]): Promise<Change[]> {
  const claims = await store.find(AttributionClaim, { where: { inference: Any(inferences) } })
  return claims.map((claim) => toChange('attributionClaim', claim))
}

/** Few: only the administrator of the staking contract makes them. */
async function loadStakingConfigs(store: Store, chains: string[]): Promise<Change[]> {
  const configs = await store.find(StakingConfig, { where: { chainId: Any(chains.map(Number)) } })
  return configs.map((config) => toChange('stakingConfig', config))
}
