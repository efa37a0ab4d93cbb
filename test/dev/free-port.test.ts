import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { findFreePort } from '../../src/dev/free-port'

test('a free port is none that the system gives to clients, and can be listened on', async () => {
  const port = await findFreePort()
  expect(port).toBeGreaterThanOrEqual(20_000)
  expect(port).toBeLessThan(32_768)
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  await new Promise((closed) => server.close(closed))
})
