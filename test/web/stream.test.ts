// Reading a server's events: the same events however the bytes are cut, and a stream that is given back when left early.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBell, pause } from '../../src/web/data/bell'
import { readEvents, type StreamEvent } from '../../src/web/data/event-stream'

const text =
  ':\n\nevent: next\ndata: {"data":"ä😀"}\n\n: still here\n\nevent:next\r\ndata:one\r\ndata: two\r\n\r\nid: 7\n\nevent: complete\n\n'
const expected: StreamEvent[] = [
  { name: 'next', data: '{"data":"ä😀"}' },
  { name: 'next', data: 'one\ntwo' },
  { name: 'complete', data: '' },
]

function streamOf(bytes: Uint8Array, cuts: number[]): { body: ReadableStream<Uint8Array>; isCancelled(): boolean } {
  const borders = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length]
  let next = 0
  let cancelled = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (next + 1 >= borders.length) return controller.close()
      controller.enqueue(bytes.slice(borders[next], borders[next + 1]))
      next += 1
    },
    cancel() {
      cancelled = true
    },
  })
  return { body, isCancelled: () => cancelled }
}

test('the same events however the bytes are cut', async () => {
  const bytes = new TextEncoder().encode(text)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(500), { maxLength: 20 }), async (cuts) => {
      const events: StreamEvent[] = []
      for await (const event of readEvents(streamOf(bytes, cuts).body)) events.push(event)
      expect(events).toEqual(expected)
    }),
  )
})

test('who stops reading gives the stream back', async () => {
  const { body, isCancelled } = streamOf(new TextEncoder().encode(text), [20, 60])
  for await (const event of readEvents(body)) {
    expect(event.name).toBe('next')
    break
  }
  expect(isCancelled()).toBe(true)
})

test('a bell wakes early, keeps a ring that came too early, and ends with its signal', async () => {
  const ending = new AbortController()
  const bell = createBell(ending.signal)
  bell.ring()
  await bell.wait(1, 60_000)
  const woken = bell.wait(1, 60_000)
  await pause(5, ending.signal)
  bell.ring()
  await woken
  const ended = bell.wait(1, 60_000)
  ending.abort()
  await ended
  await pause(60_000, ending.signal)
})
