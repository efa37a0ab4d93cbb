// Where one part's output goes: a file that is kept small by turning it over once, and the last lines in memory for messages.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const LIMIT_BYTES = 20 * 1024 * 1024
const TAIL_CHARACTERS = 4_000

export type PartLog = { file: string; write(chunk: Buffer): void; lastLine(): string }

export function openPartLog(file: string): PartLog {
  mkdirSync(dirname(file), { recursive: true })
  let size = sizeOf(file)
  let tail = ''
  return {
    file,
    write(chunk) {
      if (size + chunk.length > LIMIT_BYTES) {
        if (size > 0) renameSync(file, `${file}.1`)
        size = 0
      }
      appendFileSync(file, chunk)
      size += chunk.length
      tail = (tail + chunk.toString()).slice(-TAIL_CHARACTERS)
    },
    lastLine: () => inWords(tail.trimEnd().split('\n').at(-1) ?? ''),
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** A structured line's message with its code, nothing where it has none; any other line as it is. */
function inWords(line: string): string {
  if (!line.startsWith('{')) return line
  try {
    const { code, msg } = JSON.parse(line) as { code?: string; msg?: string }
    return [code, msg].filter((part) => part !== undefined).join(' ')
  } catch {
    return line
  }
}
