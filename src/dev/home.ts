// The state folder of one Headwater: who uses it now, and how it is made empty.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { requireHome } from '../home-folder'
import { HomeInUseError } from './errors'

// Only what Headwater wrote is ever deleted: HEADWATER_HOME may point at a folder that holds more.
const OWN_FOLDERS = ['postgres', 'chain', 'content', 'indexes', 'logs']

export type Home = { dir: string; release(): void }

/** Takes the folder for this process; refuses when another living process has it. */
export function takeHome(dir: string, options: { fresh: boolean }): Home {
  requireHome(dir)
  const lock = join(dir, 'up.pid')
  claim(lock, dir)
  if (options.fresh) for (const name of OWN_FOLDERS) rmSync(join(dir, name), { recursive: true, force: true })
  return { dir, release: () => rmSync(lock, { force: true }) }
}

function claim(lock: string, dir: string): void {
  try {
    const file = openSync(lock, 'wx')
    writeSync(file, String(process.pid))
    closeSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const pid = Number(readFileSync(lock, 'utf8'))
    if (isHeadwater(pid)) throw new HomeInUseError({ dir, pid })
    rmSync(lock)
    claim(lock, dir)
  }
}

/** After a crash the number may belong to anybody: ask what it runs. */
function isHeadwater(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('headwater')
  } catch {
    return false
  }
}
