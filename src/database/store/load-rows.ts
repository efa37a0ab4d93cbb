// Reads the rows that a batch's events may look at: one query a kind, whatever the number of events.
import type { Store } from '@subsquid/typeorm-store'
import { type FindOptionsRelations, type FindOptionsWhere, In } from 'typeorm'
import type { Change, Entities, RowKind } from '../../entities/rows'
import type { Touch } from '../../entities/world'
import type { KnownDatanet } from '../../events/data/datanet-registry'
import { AttributionClaim, Datanet, StakingConfig } from '../../model'
import { ENTITY_CLASSES, RELATIONS, toChange } from './entities'

// PostgreSQL takes 65,535 parameters a statement; far fewer keep its planner quick.
const IDS_PER_QUERY = 1_000

export async function loadRows(store: Store, touches: readonly Touch[]): Promise<Change[]> {
  const ids = new Map<Touch['kind'], Set<string>>()
  for (const touch of touches) ids.set(touch.kind, (ids.get(touch.kind) ?? new Set()).add(touch.id))
  const found: Change[] = []
  for (const [kind, wanted] of ids) {
    for (const chunk of chunksOf([...wanted])) {
      found.push(...(await load(store, kind, chunk)))
    }
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
  const found = new Map<string, KnownDatanet>()
  for (const chunk of chunksOf(contracts)) {
    for (const datanet of await store.findBy(Datanet, { chainId, contract: In(chunk) })) found.set(datanet.id, datanet)
  }
  for (const chunk of chunksOf(ids)) {
    for (const datanet of await store.findBy(Datanet, { id: In(chunk) })) found.set(datanet.id, datanet)
  }
  return [...found.values()]
}

async function loadKind<K extends RowKind>(store: Store, kind: K, ids: string[]): Promise<Change[]> {
  const relations = Object.fromEntries(Object.keys(RELATIONS[kind]).map((field) => [field, true]))
  const entities = await store.find<Entities[K]>(ENTITY_CLASSES[kind], {
    where: { id: In(ids) } as FindOptionsWhere<Entities[K]>,
    relations: relations as FindOptionsRelations<Entities[K]>,
  })
  return entities.map((entity) => toChange(kind, entity))
}

async function loadClaims(store: Store, inferences: string[]): Promise<Change[]> {
  const claims = await store.find(AttributionClaim, {
    where: { inference: { id: In(inferences) } },
    relations: { inference: true },
  })
  return claims.map((claim) => toChange('attributionClaim', claim))
}

/** Few: only the administrator of the staking contract makes them. */
async function loadStakingConfigs(store: Store, chains: string[]): Promise<Change[]> {
  const configs = await store.findBy(StakingConfig, { chainId: In(chains.map(Number)) })
  return configs.map((config) => toChange('stakingConfig', config))
}

function chunksOf(ids: string[]): string[][] {
  const count = Math.ceil(ids.length / IDS_PER_QUERY)
  return Array.from({ length: count }, (_, index) => ids.slice(index * IDS_PER_QUERY, (index + 1) * IDS_PER_QUERY))
}
