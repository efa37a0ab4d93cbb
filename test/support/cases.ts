// A table of cases for transitions: what was said before, what is said now, and the rows that the last event alone leaves.
import { expect } from 'vitest'
import type { Change, RowKind } from '../../src/entities/rows'
import { chronicle, type Said } from './blocks/events'
import { applyInMemory, createMemory } from './memory'

export type Expected = Partial<Record<RowKind, Record<string, unknown>[]>>

export type Case = readonly [name: string, before: Said[], now: Said, expected: Expected]

/** Compares the rows that the last event changed, but for its block: exactly these kinds, each with at least these fields. */
export function checkCase([, before, now, expected]: Case): void {
  const events = chronicle([...before, now])
  const memory = createMemory()
  applyInMemory(memory, events.slice(0, -1))
  const then = new Map(memory.rows)
  applyInMemory(memory, events.slice(-1))
  const left: Partial<Record<RowKind, Record<string, unknown>[]>> = {}
  for (const [key, change] of memory.rows) {
    if (then.get(key) === change || change.kind === 'block') continue
    left[change.kind] = [...(left[change.kind] ?? []), rowOf(change)]
  }
  expect(Object.keys(left).sort()).toEqual(Object.keys(expected).sort())
  expect(left).toMatchObject(expected)
}

export function skipped(reason: string): Expected {
  return { skippedLog: [{ reason }] }
}

function rowOf(change: Change): Record<string, unknown> {
  return { ...change.row }
}
