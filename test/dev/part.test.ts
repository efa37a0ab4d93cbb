// A part that is long in starting: as long as it tells of its progress it is waited for, and what it told last is what a failure says.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Part, startPart } from '../../src/dev/part'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'headwater-part-'))
})
afterAll(() => rm(dir, { recursive: true }))

const progress = (words: string, limitMs: number, isNews: boolean) =>
  `process.send({ kind: 'progress', words: '${words}', limitMs: ${limitMs}, isNews: ${isNews} })`

async function begin(name: string, script: string): Promise<{ part: Part; told: string[] }> {
  const file = join(dir, `${name}.js`)
  await writeFile(file, script)
  const told: string[] = []
  const report = (line: string) => told.push(line)
  const plan = { name, args: [], env: process.env, logFile: join(dir, `${name}.log`), report }
  return { part: startPart(plan, file), told }
}

test('news is told, and the start ends well', async () => {
  const { part, told } = await begin(
    'slow',
    `${progress('reads much', 60_000, true)}; ${progress('remembers', 60_000, false)}; process.send({ kind: 'ready', n: 1 })`,
  )
  expect(await part.ready).toEqual({ kind: 'ready', n: 1 })
  expect(told).toEqual(['slow reads much'])
  await part.stop()
})

test('the same news is told once, and what is said when all is ready not at all', async () => {
  const waits = progress('waits', 60_000, true)
  const { part, told } = await begin(
    'again',
    `${waits}; ${waits}; process.send({ kind: 'ready' }); ${progress('late', 1, true)}; process.send({ kind: 'ready' })`,
  )
  await part.ready
  await part.stop()
  expect(told).toEqual(['again waits'])
})

test('one that ends says its last words, also out of a structured line', async () => {
  const line = JSON.stringify({ level: 3, msg: 'The node does not answer', code: 'HW203' })
  const { part } = await begin('gone', `console.error('${line}'); process.exitCode = 1; process.disconnect()`)
  await expect(part.ready).rejects.toMatchObject({
    message: expect.stringContaining(': HW203 The node does not answer ('),
  })
})

test('silence after a word is a failure that says the word', async () => {
  const { part } = await begin('stuck', `${progress('reads much', 10, false)}; setInterval(() => {}, 1_000)`)
  await expect(part.ready).rejects.toMatchObject({ code: 'HW803', message: expect.stringContaining('reads much') })
  await part.stop()
})
