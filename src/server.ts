// The API: answers until it is told to stop, and finishes what it began before it ends.
import { runApi } from './api/server'
import { collectGarbage } from './collect-garbage'
import type { Config } from './config'
import { onDriverFault } from './database/driver-faults'
import { requireHome } from './home-folder'

export async function run(config: Config): Promise<void> {
  requireHome(config.home)
  const api = await runApi(config)
  onDriverFault(api.onDriverFault)
  collectGarbage()
  process.stdout.write(`${JSON.stringify({ ready: true, url: api.url })}\n`)
  process.send?.({ kind: 'ready', url: api.url })
  await stopSignal()
  await api.stop()
  process.exit(0)
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve())
  })
}
