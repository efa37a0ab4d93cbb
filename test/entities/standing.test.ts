// How a contribution stands in a version of its Datanet, for every order in which it can be said, one event a block and all in one
// block: by name what comes of it, then held against a reader who only follows the events.
import { describe, expect, test } from 'vitest'
import { type Standing, standingOf } from '../../src/entities/data/standing'
import { chronicle, positionAt, type Said, said } from '../support/blocks/events'
import { applyInMemory, createMemory } from '../support/memory'

// S: submitted, three rows. R removes two of them, Q the third. V: the version.
const EVENTS: Record<string, Said> = {
  S: said('contributionSubmitted'),
  A: said('contributionApproved'),
  J: said('contributionRejected'),
  W: said('contributionWithdrawn'),
  R: said('rowsRemoved', { rows: [0n, 2n] }),
  Q: said('rowsRemoved', { rows: [1n, 1n] }),
  V: said('versionPublished'),
}

type Expected = [order: string, kind: Standing['kind'], rows: bigint, remaining: bigint, since: string | null]

/** The last column is the event that took something from the version. */
const cases: Expected[] = [
  ['VS', 'NOT_YET', 0n, 0n, null],
  ['VSA', 'NOT_YET', 0n, 0n, null],
  ['VSAR', 'NOT_YET', 0n, 0n, null],
  ['VSAW', 'NOT_YET', 0n, 0n, null],
  ['VSARW', 'NOT_YET', 0n, 0n, null],
  ['VSW', 'NOT_YET', 0n, 0n, null],
  ['VSJ', 'REJECTED', 0n, 0n, null],
  ['SV', 'NOT_YET', 0n, 0n, null],
  ['SVA', 'NOT_YET', 0n, 0n, null],
  ['SVAR', 'NOT_YET', 0n, 0n, null],
  ['SVAW', 'NOT_YET', 0n, 0n, null],
  ['SVARW', 'NOT_YET', 0n, 0n, null],
  ['SVW', 'NOT_YET', 0n, 0n, null],
  ['SVJ', 'REJECTED', 0n, 0n, null],
  ['SJV', 'REJECTED', 0n, 0n, null],
  ['SAV', 'INCLUDED', 3n, 3n, null],
  ['SAVR', 'ROWS_REMOVED_SINCE', 3n, 1n, 'R'],
  ['SAVQR', 'ROWS_REMOVED_SINCE', 3n, 0n, 'Q'],
  ['SAVW', 'WITHDRAWN_SINCE', 3n, 0n, 'W'],
  ['SAVRW', 'WITHDRAWN_SINCE', 3n, 0n, 'W'],
  ['SARV', 'INCLUDED', 1n, 1n, null],
  ['SARQV', 'INCLUDED', 0n, 0n, null],
  ['SARVQ', 'ROWS_REMOVED_SINCE', 1n, 0n, 'Q'],
  ['SARVW', 'WITHDRAWN_SINCE', 1n, 0n, 'W'],
  ['SARVQW', 'WITHDRAWN_SINCE', 1n, 0n, 'W'],
  ['SAWV', 'WITHDRAWN_BEFORE', 0n, 0n, null],
  ['SARWV', 'WITHDRAWN_BEFORE', 0n, 0n, null],
  ['SWV', 'WITHDRAWN_BEFORE', 0n, 0n, null],
  // Said again, or out of order: what can't be counts for nothing.
  ['SAVRR', 'ROWS_REMOVED_SINCE', 3n, 1n, 'R'],
  ['SARVR', 'INCLUDED', 1n, 1n, null],
  ['SAVWR', 'WITHDRAWN_SINCE', 3n, 0n, 'W'],
  ['SAWRV', 'WITHDRAWN_BEFORE', 0n, 0n, null],
  ['SWAV', 'WITHDRAWN_BEFORE', 0n, 0n, null],
  ['SRAV', 'INCLUDED', 3n, 3n, null],
  ['SAJV', 'INCLUDED', 3n, 3n, null],
  ['SJAV', 'REJECTED', 0n, 0n, null],
  ['SJWV', 'REJECTED', 0n, 0n, null],
  ['ASV', 'NOT_YET', 0n, 0n, null],
  ['WSAV', 'INCLUDED', 3n, 3n, null],
  ['SAVV', 'INCLUDED', 3n, 3n, null],
]

const LAYOUTS = {
  'one event a block': (index: number) => positionAt(index + 2),
  'all in one block': (index: number) => positionAt(2, index),
  'two events a block': (index: number) => positionAt(2 + Math.floor(index / 2), index % 2),
}
const layouts = Object.entries(LAYOUTS)

describe.each(layouts)('%s', (_name, place) => {
  test.each(cases)('%s: %s, %s rows, %s left', (order, kind, rowCount, remainingRowCount, lostBy) => {
    const since = lostBy === null ? null : pick(place(order.indexOf(lostBy, order.indexOf('V'))))
    expect(standingAfter(order, place)).toMatchObject({ kind, rowCount, remainingRowCount, since })
  })
})

test.each(layouts)('every order of all events agrees with a reader of the events, %s', (_name, place) => {
  const orders = permutations('SAJWRV')
  expect(orders).toHaveLength(720)
  for (const order of orders) {
    const { kind, rowCount, remainingRowCount, removedRows } = standingAfter(order, place)
    expect({ kind, rowCount, remainingRowCount, removedRows }, order).toEqual(readAlong(order))
  }
})

function standingAfter(order: string, place: (index: number) => ReturnType<typeof positionAt>): Standing {
  const lines = [...order].map((letter) => EVENTS[letter] as Said)
  const [created, ...events] = chronicle([said('datanetCreated'), ...lines])
  const memory = createMemory()
  applyInMemory(memory, [created as NonNullable<typeof created>])
  applyInMemory(
    memory,
    events.map((event, index) => ({ ...event, at: place(index) })),
  )
  const [contribution, version] = [memory.all('contribution')[0], memory.all('datanetVersion')[0]]
  if (contribution === undefined || version === undefined) throw new Error(`${order} lacks a row`)
  return standingOf(contribution, memory.all('rowRemoval'), version)
}

/** Follows what a contribution is after each event, and what of it the version took along. */
function readAlong(order: string) {
  let status = 'ABSENT'
  let then = 'ABSENT'
  const gone = new Set<number>()
  let removedRows: number[] = []
  for (const letter of order) {
    if (letter === 'S') status = 'SUBMITTED'
    if (letter === 'A' && status === 'SUBMITTED') status = 'APPROVED'
    if (letter === 'J' && status === 'SUBMITTED') status = 'REJECTED'
    if (letter === 'W' && /SUBMITTED|APPROVED/.test(status)) status = 'WITHDRAWN'
    if (letter === 'R' && status === 'APPROVED') gone.add(0).add(2)
    if (letter === 'Q' && status === 'APPROVED') gone.add(1)
    if (letter === 'V') [then, removedRows] = [status, [...gone].sort()]
  }
  if (then === 'APPROVED') {
    const rowCount = BigInt(3 - removedRows.length)
    if (status === 'WITHDRAWN') return { kind: 'WITHDRAWN_SINCE', rowCount, remainingRowCount: 0n, removedRows }
    const kind = gone.size > removedRows.length ? 'ROWS_REMOVED_SINCE' : 'INCLUDED'
    return { kind, rowCount, remainingRowCount: BigInt(3 - gone.size), removedRows }
  }
  const outside = status === 'REJECTED' ? 'REJECTED' : 'NOT_YET'
  const kind = then === 'WITHDRAWN' ? 'WITHDRAWN_BEFORE' : outside
  return { kind, rowCount: 0n, remainingRowCount: 0n, removedRows: [] }
}

function pick({ blockNumber, logIndex }: ReturnType<typeof positionAt>) {
  return { blockNumber, logIndex }
}

function permutations(letters: string): string[] {
  if (letters.length < 2) return [letters]
  return [...letters].flatMap((letter) => permutations(letters.replace(letter, '')).map((rest) => letter + rest))
}
