// What is the same of every other indexer beside ours: where it is installed, what its process took, and how many events it stored.
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'

export type Usage = { cpuSeconds: number; memoryMegabytes: number }
export type Peer = Usage & { seconds: number; rows: number }

const CLOCK_TICKS = 100
// Fields of /proc/PID/stat behind the program's name, counted from 0: processor time of its own, in and out of the kernel.
const [USER, SYSTEM] = [11, 12]

export function peerFolder(name: string): string | null {
  const folder = join(process.env['PEERS'] ?? '', name)
  if (process.env['PEERS'] === undefined || !existsSync(join(folder, 'node_modules', name))) return null
  // By a link it would be found under two names, and load itself twice.
  return realpathSync(folder)
}

/** What a process took so far; its memory is no number once it has ended. */
export function readUsage(pid: number | undefined): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return {
    cpuSeconds: (Number(stat[USER]) + Number(stat[SYSTEM])) / CLOCK_TICKS,
    memoryMegabytes: Number(kilobytes) / 1024,
  }
}

export async function countEvents(databaseUrl: string, table: string): Promise<number> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  const [found] = await sql<{ count: number }[]>`select count(*)::int as count from ${sql(table)}`
  await sql.end()
  return found?.count ?? 0
}
