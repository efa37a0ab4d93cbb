// The attributor: recomputes which data explains each output and judges the claims, until it is told to stop.
import { EventEmitter } from 'node:events'
import { runAttributor } from './attribution/work/attributor'
import { collectGarbage } from './collect-garbage'
import { type Config, readAddressBook, requireDatabaseUrl } from './config'
import { onDriverFault } from './database/driver-faults'
import { requireHome } from './home-folder'
import { createLog } from './log'

// Jobs at hand get four of the five seconds; whatever hangs then is done again by the next start.
const STOP_LIMIT_MS = 4_800

export async function run(config: Config): Promise<void> {
  const databaseUrl = requireDatabaseUrl(config)
  const home = requireHome(config.home)
  const { content } = readAddressBook(config)
  const faults = new EventEmitter()
  onDriverFault((error) => faults.emit('fault', error))
  collectGarbage()
  await runAttributor({
    databaseUrl,
    home,
    policy: {
      folder: content.folder ?? null,
      allowPrivateAddresses: content.allowPrivateAddresses,
      gateways: config.contentGateways,
    },
    log: createLog('attributor'),
    signal: stopSignal(),
    faults,
    onWorking: () => void process.send?.({ kind: 'ready' }),
  })
  process.exit(0)
}

function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      stop.abort()
      setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref()
    })
  }
  return stop.signal
}
