// The other programs of the bench: Rust's, built once and run for their lines of JSON, and Python's where it is there.
import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

export type Line = Record<string, unknown>

const run = promisify(execFile)
const MAX_OUTPUT_BYTES = 1 << 28

export type Programs = { rust(name: string, args: string[]): Promise<Line[]> }

/** Builds all of the core's examples. */
export function buildPrograms(root: string): Programs {
  const manifest = join(root, 'native/Cargo.toml')
  const build = ['build', '--quiet', '--release', '-p', 'attribution', '--examples', '--manifest-path', manifest]
  const built = spawnSync('cargo', build, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (built.status !== 0) throw new Error('the bench programs do not build')
  const path = (name: string) => join(root, 'native/target/release/examples', name)
  return {
    rust: async (name, args) => lines((await run(path(name), args, { maxBuffer: MAX_OUTPUT_BYTES })).stdout),
  }
}

const PYTHON = process.env['INFINI_GRAM_PYTHON'] ?? 'python3'

export const hasInfiniGram = spawnSync(PYTHON, ['-c', 'import infini_gram.engine']).status === 0

export async function python(script: string, args: string[]): Promise<Line[]> {
  return lines((await run(PYTHON, [script, ...args], { maxBuffer: MAX_OUTPUT_BYTES })).stdout)
}

function lines(text: string): Line[] {
  return text
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
}
