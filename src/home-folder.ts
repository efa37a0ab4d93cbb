// Can the state folder be used? Made where it is missing and tried out, so that a command that needs it refuses at once and by name.
import { mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { HeadwaterError } from './errors'

export class HomeUnusableError extends HeadwaterError {
  constructor(facts: { home: string }, cause?: unknown) {
    super('HW104', `The state folder ${facts.home} can't be used: set HEADWATER_HOME to a folder that can be written`, {
      cause,
    })
  }
}

/** The folder, there and writable. */
export function requireHome(home: string): string {
  try {
    makeFolder(home)
    // Tried instead of asked: permissions say nothing of read-only and pseudo file systems, and nothing at all to root.
    rmdirSync(mkdtempSync(join(home, '.try-')))
    return home
  } catch (cause) {
    throw new HomeUnusableError({ home }, cause)
  }
}

/** Step by step: Node's own recursive way never ends where a file system says ENOENT to every new name, as /proc does. */
function makeFolder(dir: string): void {
  const found = statSync(dir, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  if (found !== undefined) throw new Error(`${dir} is a file`)
  makeFolder(dirname(dir))
  try {
    mkdirSync(dir)
  } catch (error) {
    // Another of our processes may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
