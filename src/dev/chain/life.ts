// When does the next block come? At once while the chain opens, then one each block time, by the clock and without drift.
import type { Chain } from './start'

export type Life = {
  /** Resolves after the opening: the first inference is attributed by then. */
  readonly opened: Promise<void>
  /** Rejects when a block could not be built. */
  readonly ended: Promise<void>
  /** Lets the block that is being built be finished, then no other begins. */
  stop(): Promise<void>
}

export type LifeOptions = { readonly blockMs: number; readonly onFailed: (what: string, block: number) => void }

export function live(chain: Chain, { blockMs, onFailed }: LifeOptions): Life {
  const stopping = new AbortController()
  let opened = () => {}
  const whenOpened = new Promise<void>((resolve) => {
    opened = resolve
  })

  async function step(timestamp?: number): Promise<void> {
    const block = await chain.step(timestamp)
    for (const what of block.failed) onFailed(what, block.number)
  }

  async function run(): Promise<void> {
    while (chain.society.isOpening() && !stopping.signal.aborted) await step()
    opened()
    let due = Date.now()
    while (!stopping.signal.aborted) {
      due = Math.max(due + blockMs, Date.now() - MAX_LAG_MS)
      await until(due, stopping.signal)
      if (stopping.signal.aborted) return
      // The chain's clock only goes forward, also where blocks come faster than seconds.
      await step(Math.max(Math.floor(Date.now() / 1000), chain.sequencer.headTime() + 1))
    }
  }

  const ended = run()
  return {
    opened: whenOpened,
    ended,
    async stop() {
      stopping.abort()
      await ended.catch(() => undefined)
    },
  }
}

/** After the machine slept, blocks of the past are left out, not caught up with. */
const MAX_LAG_MS = 5_000

function until(time: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, Math.max(time - Date.now(), 0))
    signal.addEventListener('abort', done, { once: true })
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
