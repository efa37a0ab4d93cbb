// What the commands that write an index may be told of its segments and of memory.
import type { Command } from 'commander'
import { byteCount, wholeNumber } from './numbers'

/** As commander reads the options. */
export type Limits = { segmentTokens?: number | undefined; memory?: number | undefined }

export function limited(command: Command): Command {
  return command
    .option('--segment-tokens <n>', 'close a segment at this size', wholeNumber('--segment-tokens', 'segmentTokens'))
    .option(
      '--memory <bytes>',
      'the most memory to take, with K, M or G behind the number if you like',
      byteCount('--memory'),
    )
}

/** As the engine takes them. */
export function toLimits({ segmentTokens, memory }: Limits): { segmentTokens?: number; memoryBytes?: number } {
  return {
    ...(segmentTokens === undefined ? {} : { segmentTokens }),
    ...(memory === undefined ? {} : { memoryBytes: memory }),
  }
}
