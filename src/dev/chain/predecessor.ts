// Is the node of the run before still there? Where its owner was killed it saves the chain first, for seconds when that is large: a
// start meanwhile would read half a file and find the port taken.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NodeStartError } from '../errors'

const LOOK_MS = 50

export function noteNode(dir: string, pid: number): void {
  writeFileSync(noteFile(dir), String(pid))
}

/** Resolves when no node is left that saves into this folder. */
export async function untilPredecessorGone(dir: string, limitMs: number): Promise<void> {
  const pid = notedPid(dir)
  const deadline = Date.now() + limitMs
  while (pid !== null && savesInto(dir, pid)) {
    if (Date.now() > deadline) {
      throw new NodeStartError({ output: `the one of the run before, process ${pid}, still saves after ${limitMs} ms` })
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

const noteFile = (dir: string) => join(dir, 'node.pid')

function notedPid(dir: string): number | null {
  try {
    return Number(readFileSync(noteFile(dir), 'utf8')) || null
  } catch {
    return null
  }
}

/** By now the number may belong to anybody: ask what it runs. */
function savesInto(dir: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--dump-state\0${dir}/`)
  } catch {
    return false
  }
}
