// The live engine's own connections: one that hangs is given up when the driver's fault is told, and the next question is answered.
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase } from '../../src/database/connection'
import { createLiveEngine } from '../../src/graph/live/live-engine'
import { createLog } from '../../src/log'
import { createTestDatabase, type TestDatabase } from '../support/database'
import { until } from '../support/until'

let database: TestDatabase
const sockets: Socket[] = []
// Takes connections and says nothing, as the wreck of a database does.
const silent = createServer((socket) => sockets.push(socket.on('error', () => {})))

beforeAll(async () => {
  database = await createTestDatabase()
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
})

afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  silent.close()
  await database.drop()
})

test('a question that hangs is refused, and the next one is answered', async () => {
  const { port } = silent.address() as { port: number }
  const urls = [`postgres://postgres@127.0.0.1:${port}/none`, database.url]
  const engine = createLiveEngine({
    connect: () => connectDatabase(urls.shift() ?? '', { applicationName: 'test', max: 1, readOnly: true }),
    folder: join(tmpdir(), 'headwater-no-indexes'),
    textLimitBytes: 1_000,
    concurrency: 1,
    log: createLog('engine'),
  })
  const ask = () =>
    engine.attribute({ text: 'any', modelVersionId: '31337-none', signal: new AbortController().signal })
  const hanging = expect(ask()).rejects.toThrow('the connection broke')
  await until('the silent database asked', async () => sockets.length > 0)
  engine.reconnect(new Error('the connection broke'))
  await hanging
  await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining('31337-none') })
  await engine.close()
})
