// Whether garbage is gone at once, and nothing of the means is left behind.
import { setImmediate } from 'node:timers/promises'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { collectGarbage } from '../../src/collect-garbage'

test('what nobody holds is gone, young or old', async () => {
  const held = { garbage: [] as object[] }
  const known = [new WeakRef(held), ...Array.from({ length: 3 }, () => new WeakRef(litter(held)))]
  collectGarbage()
  // A WeakRef holds what it was made with until its turn of the event loop ends.
  await setImmediate()
  expect(held.garbage).toHaveLength(3)
  held.garbage.length = 0
  collectGarbage()
  expect(known.map((one) => one.deref() !== undefined)).toEqual([true, false, false, false])
  expect(runInNewContext('typeof gc')).toBe('undefined')
})

function litter(holder: { garbage: object[] }): object {
  const one = { of: 'garbage' }
  holder.garbage.push(one)
  return one
}
