// Long work on the command line: progress on stderr where it is a terminal, and a first Ctrl-C that ends the work cleanly. A second one
// is the system's business.
import type { BuildProgress, Watching } from '../engine'
import { stopped } from '../errors'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

export async function watched<T>(work: (watch: Required<Watching>) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const stop = () => controller.abort(stopped())
  for (const signal of SIGNALS) process.once(signal, stop)
  const line = createLine()
  try {
    return await work({ signal: controller.signal, onProgress: line.show })
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop)
    line.clear()
  }
}

const PHASES: Record<string, string> = { rows: 'rows', segments: 'segments', counts: 'counting owners' }

/** One line, written over again and gone in the end: what was done is said on stdout. */
function createLine() {
  let isShown = false
  return {
    show({ phase, done, total }: BuildProgress): void {
      if (!process.stderr.isTTY) return
      isShown = true
      const of = total === undefined ? '' : `of ${total.toLocaleString('en')} `
      const count = phase === 'counts' ? '' : `${done.toLocaleString('en')} ${of}`
      process.stderr.write(`\r\x1b[K${count}${PHASES[phase] ?? phase}`)
    },
    clear(): void {
      if (isShown) process.stderr.write('\r\x1b[K')
    },
  }
}
