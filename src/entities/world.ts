// What is known while a batch is applied: the rows that its events may look at, as they stand before the next event. Asking
// for a row that was never looked up is a fault of the program, never an absent row.
import { stakingConfigId } from '../events/ids'
import type { Change, Row, RowKind } from './rows'

export type World = Readonly<{
  get<K extends RowKind>(kind: K, id: string): Row<K> | undefined
  /** Claims have the id of their position, but there may be only one for an inference and a method. */
  isClaimed(inference: string, method: string): boolean
  /** A stake's config, whose number only the stake's row knows. */
  stakingConfig(chainId: number, configId: bigint): Row<'stakingConfig'> | undefined
}>

/** What an event may look at: a row by its id, the claims of an inference by the inference's id, the staking configs of a chain. */
export type Touch = Readonly<{ kind: RowKind | 'claimsOf' | 'stakingConfigsOf'; id: string }>

export type WorkingWorld = World &
  Readonly<{
    /** The row as an event of that block leaves it. */
    put(change: Change, blockNumber: number): void
    /** What to save: new rows and changed rows, each once, as they stand at the end. */
    changes(): { created: Change[]; changed: Change[] }
    /** What those rows were at the ends of earlier blocks. */
    past(): PastRow[]
  }>

/** A row as it was up to a block: that one changed it. */
export type PastRow = Readonly<{ change: Change; untilBlock: number }>

/** A row at the end of a block; of the rows of one id, oldest first. */
type Standing = { change: Change; blockNumber: number }

// Rows that were there before the first block of the batch.
const EARLIER = -1

export function createWorld(touches: readonly Touch[], found: readonly Change[]): WorkingWorld {
  const looked = new Set(touches.map((touch) => keyOf(touch.kind, touch.id)))
  const rows = new Map(found.map((change) => [keyOf(change.kind, change.row.id), change]))
  const claims = new Set(found.flatMap(claimOf))
  const before = new Set(rows.keys())
  const dirty = new Map<string, Standing[]>()
  return {
    get<K extends RowKind>(kind: K, id: string) {
      const key = keyOf(kind, id)
      if (!looked.has(key) && !rows.has(key)) throw new Error(`the ${kind} ${id} was never looked up`)
      return rows.get(key)?.row as Row<K> | undefined
    },
    isClaimed(inference, method) {
      if (!looked.has(keyOf('claimsOf', inference))) throw new Error(`the claims of ${inference} were never looked up`)
      return claims.has(`${inference} ${method}`)
    },
    stakingConfig(chainId, configId) {
      if (!looked.has(keyOf('stakingConfigsOf', String(chainId)))) {
        throw new Error(`the staking configs of ${chainId} were never looked up`)
      }
      return rows.get(keyOf('stakingConfig', stakingConfigId(chainId, configId)))?.row as
        | Row<'stakingConfig'>
        | undefined
    },
    put(change, blockNumber) {
      const key = keyOf(change.kind, change.row.id)
      const stood = rows.get(key)
      const course = dirty.get(key) ?? (stood === undefined ? [] : [{ change: stood, blockNumber: EARLIER }])
      const last = course.at(-1)
      if (last?.blockNumber === blockNumber) last.change = change
      else course.push({ change, blockNumber })
      dirty.set(key, course)
      rows.set(key, change)
      for (const claim of claimOf(change)) claims.add(claim)
    },
    changes() {
      const written = [...dirty.keys()].flatMap((key) => rows.get(key) ?? [])
      const isNew = (change: Change) => !before.has(keyOf(change.kind, change.row.id))
      return { created: written.filter(isNew), changed: written.filter((change) => !isNew(change)) }
    },
    past: () => [...dirty.values()].flatMap(pastOf),
  }
}

function pastOf(course: readonly Standing[]): PastRow[] {
  return course.slice(1).flatMap(({ blockNumber }, index) => {
    const earlier = course[index]
    return earlier === undefined ? [] : [{ change: earlier.change, untilBlock: blockNumber }]
  })
}

function keyOf(kind: Touch['kind'], id: string): string {
  return `${kind} ${id}`
}

function claimOf(change: Change): string[] {
  return change.kind === 'attributionClaim' ? [`${change.row.inference} ${change.row.method}`] : []
}
