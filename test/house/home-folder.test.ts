// A state folder that can't be used: every command that needs it says so at once, with the code, and starts nothing.
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'
import { requireHome } from '../../src/home-folder'

let dir = ''
let file = ''

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'headwater-home-'))
  file = join(dir, 'file')
  await writeFile(file, '')
})

afterAll(() => rm(dir, { recursive: true }))

const places = (): [string, string][] => [
  ['a file', file],
  ['below a file', join(file, 'deeper', 'still')],
  ['where no folder can be made', '/proc/nope'],
]

describe('the state folder', () => {
  it('is made with the folders above it, and nothing is left in it', async () => {
    const home = join(dir, 'a', 'b')
    expect(requireHome(home)).toBe(home)
    expect(requireHome(home)).toBe(home)
    expect(await readdir(home)).toEqual([])
  })

  it('is refused by name', () => {
    for (const [, home] of places()) {
      expect(() => requireHome(home)).toThrow(
        expect.objectContaining({ code: 'HW104', message: expect.stringContaining(home) }),
      )
    }
  })
})

describe('a command', () => {
  it.each(['up', 'chain', 'attributor', 'api'])('%s refuses it', async (command) => {
    const { code, stderr } = await headwater(command, '/proc/nope')
    expect([code, stderr.split(' ', 1)[0]]).toEqual([1, 'HW104'])
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('doctor names it among its findings', async () => {
    const { code, stdout } = await headwater('doctor', file)
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^WRONG home folder: .*is a file$/m)])
  })
})

type End = { code: number; stdout: string; stderr: string }

function headwater(command: string, home: string): Promise<End> {
  // A database that nobody listens at: whoever got as far as asking it would say another code.
  const env = {
    ...process.env,
    NETWORK: 'openledger',
    HEADWATER_HOME: home,
    DATABASE_URL: 'postgres://x@127.0.0.1:9/x',
  }
  const bin = join(PROJECT_ROOT, 'bin', 'headwater.js')
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, command], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}
