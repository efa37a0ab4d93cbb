// How many blocks to ask an endpoint's logs of at once: more while answers are small, half when the endpoint refuses or tires, never above
// its cap. Kept as long as the process, so that another attempt does not begin with what just failed.
export type RangeSize = {
  /** Blocks to ask for next. */
  readonly blocks: number
  /** An answer came for a range of so many blocks, with so many logs. */
  answered(blocks: number, logs: number): void
  /** A range of so many blocks was refused or took too long. */
  refused(blocks: number): void
}

// Some 3 MB of answer: two in flight for each parallel request fit any machine.
const MANY_LOGS = 5_000
const FEW_LOGS = 1_000
// A refusal is remembered for so many answers, or every other request would be refused again.
const MEMORY_ANSWERS = 50

export function createRangeSize(capBlocks: number, firstBlocks = 1_000): RangeSize {
  let blocks = Math.min(capBlocks, firstBlocks)
  let ceiling = capBlocks
  let answers = 0
  return {
    get blocks() {
      return blocks
    },
    answered(asked, logs) {
      if (++answers % MEMORY_ANSWERS === 0) ceiling = capBlocks
      if (logs > MANY_LOGS) blocks = Math.min(blocks, Math.max(1, asked >> 1))
      else if (logs < FEW_LOGS && asked >= blocks) blocks = Math.min(blocks * 2, ceiling)
    },
    refused(asked) {
      answers = 0
      blocks = Math.max(1, Math.min(blocks, asked >> 1))
      ceiling = Math.max(1, Math.min(ceiling, asked - 1))
    },
  }
}
