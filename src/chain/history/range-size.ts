// How many blocks to ask an endpoint's logs of at once: more while answers are small, fewer when they are large, half when the endpoint refuses or
// tires, never above its cap. Kept as long as the process, so that another attempt does not begin with what just failed.
export type RangeSize = {
  /** Blocks to ask for next. */
  readonly blocks: number
  /** Whether so many blocks, or more, were answered since an answer was last too large: what an untried size brings nobody knows, so it is asked for once and not several times ahead. */
  readonly isTried: boolean
  /** An answer came for a range of so many blocks, with so many logs. */
  answered(blocks: number, logs: number): void
  /** A range of so many blocks was refused or took too long. */
  refused(blocks: number): void
}

// Of a chain that is full of our events, some thousand logs: of one that is empty, the third answer is of a thousand blocks or more.
const FIRST_BLOCKS = 50
// Some 1.5 MB of answer, and as much again once read. Several wait at once, and what waits longer than a moment stays in memory until all of it
// is searched for what is no longer needed.
const MANY_LOGS = 2_000
const FEW_LOGS = 500
// So few that eight times the blocks still bring few.
const NEXT_TO_NO_LOGS = FEW_LOGS / 8
// A refusal is remembered for so many answers, or every other request would be refused again.
const MEMORY_ANSWERS = 50

export function createRangeSize(capBlocks: number): RangeSize {
  let blocks = Math.min(capBlocks, FIRST_BLOCKS)
  let ceiling = capBlocks
  let answers = 0
  let largestTried = 0
  return {
    get blocks() {
      return blocks
    },
    get isTried() {
      return largestTried >= blocks
    },
    answered(asked, logs) {
      // What was asked for before the size fell says nothing against that it fell.
      if (asked <= blocks) largestTried = Math.max(largestTried, asked)
      if (++answers % MEMORY_ANSWERS === 0) ceiling = capBlocks
      if (logs > MANY_LOGS) {
        blocks = Math.min(blocks, Math.max(1, Math.floor(asked * Math.min(1 / 2, MANY_LOGS / logs))))
        largestTried = Math.min(largestTried, blocks - 1)
      } else if (logs < FEW_LOGS && asked === blocks) {
        blocks = Math.min(blocks * (logs < NEXT_TO_NO_LOGS ? 8 : 2), ceiling)
      }
    },
    refused(asked) {
      answers = 0
      blocks = Math.max(1, Math.min(blocks, asked >> 1))
      ceiling = Math.max(1, Math.min(ceiling, asked - 1))
    },
  }
}
