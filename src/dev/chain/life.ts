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
      due = nextDue(due, blockMs, chain.sequencer.headTime())
      await until(due, stopping.signal)
      if (stopping.signal.aborted) return
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

/**
 * By the clock, so that the pace does not drift; but never before the second that the block will carry. After a stall the blocks
 * missed are left out: caught up with, each of them would put the chain's clock a second further ahead. Only where blocks come
 * faster than seconds does it have to run ahead.
 */
function nextDue(due: number, blockMs: number, headTime: number): number {
  const next = Math.max(due + blockMs, Date.now())
  return blockMs < 1_000 ? next : Math.max(next, (headTime + 1) * 1_000)
}

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
