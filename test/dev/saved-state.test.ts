// What goes from one run of the local chain's node to the next: everything but the traces, wherever the chunks of the reading end,
// and nothing from a file that was cut short.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyWithoutTraces } from '../../src/dev/chain/saved-state'

let dir = ''
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'headwater-state-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

const hex = fc.stringMatching(/^0x[0-9a-f]{0,12}$/)
const { trace } = fc.letrec((tie) => ({
  trace: fc.record({
    parent: fc.option(fc.nat(9)),
    children: fc.array(fc.nat(9), { maxLength: 3 }),
    logs: fc.array(fc.record({ raw_log: fc.record({ topics: fc.array(hex, { maxLength: 2 }), data: hex }) }), {
      maxLength: 2,
    }),
    inner: fc.array(tie('trace'), { maxLength: 1 }),
  }),
}))
const state = fc.record({
  blocks: fc.array(fc.record({ header: fc.record({ hash: hex }), transactions: fc.array(hex) }), { maxLength: 3 }),
  transactions: fc.array(
    fc.record({
      info: fc.record({ from: hex, traces: fc.array(trace, { maxLength: 3 }), exit: hex }),
      block_hash: hex,
    }),
    { maxLength: 4 },
  ),
})

type State = { transactions: { info: { traces: unknown[] } }[] }

test('all but the traces is kept, byte for byte, whatever the chunks', () => {
  const [from, to] = [join(dir, 'from'), join(dir, 'to')]
  fc.assert(
    fc.property(state, fc.integer({ min: 1, max: 64 }), (given, chunkBytes) => {
      writeFileSync(from, JSON.stringify(given))
      const bare = JSON.parse(JSON.stringify(given)) as State
      for (const { info } of bare.transactions) info.traces = []
      expect(copyWithoutTraces(from, to, chunkBytes)).toBe(true)
      expect(readFileSync(to, 'utf8')).toBe(JSON.stringify(bare))
    }),
  )
})

test('a file that was cut short is told, wherever', () => {
  const [from, to] = [join(dir, 'from'), join(dir, 'to')]
  fc.assert(
    fc.property(state, fc.double({ min: 0, max: 1, noNaN: true }), (given, part) => {
      const whole = JSON.stringify(given)
      writeFileSync(from, whole.slice(0, Math.floor(part * (whole.length - 1))))
      expect(copyWithoutTraces(from, to, 16)).toBe(false)
    }),
  )
})
