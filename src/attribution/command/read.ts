// Text that a command is given: to the byte what stands there. What is not UTF-8 is refused, not repaired.
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { textMalformed, textUnreadable } from '../errors'

/** A file's text, or stdin's for `-`. */
export async function readText(file: string): Promise<string> {
  const name = file === '-' ? 'stdin' : file
  const read = file === '-' ? buffer(process.stdin) : readFile(file)
  const bytes = await read.catch((cause: unknown) => {
    throw textUnreadable(name, cause)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw textMalformed(name, cause)
  }
}
