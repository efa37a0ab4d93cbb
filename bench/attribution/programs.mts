// The other programs of the bench, run for their lines of JSON: Rust's, built once, Node's in a process of their own, and Python's where it is there.
import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

export type Line = Record<string, unknown>

const run = promisify(execFile)
const MAX_OUTPUT_BYTES = 1 << 28

export type Programs = {
  rust(name: string, args: string[]): Promise<Line[]>
  pathOf(name: string): string
}

/** Builds all of the core's examples. */
export function buildPrograms(root: string): Programs {
  const manifest = join(root, 'native/Cargo.toml')
  const build = ['build', '--quiet', '--release', '-p', 'attribution', '--examples', '--manifest-path', manifest]
  const built = spawnSync('cargo', build, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (built.status !== 0) throw new Error('the bench programs do not build')
  const pathOf = (name: string) => join(root, 'native/target/release/examples', name)
  return { rust: (name, args) => linesOf(pathOf(name), args), pathOf }
}

/** A script of ours, in a fresh Node. */
export function node(script: string, args: string[]): Promise<Line[]> {
  return linesOf(process.execPath, [join(import.meta.dirname, 'node', script), ...args])
}

const PYTHON = process.env['INFINI_GRAM_PYTHON'] ?? 'python3'

/** Whether Python is there and has a module. */
export function hasPython(module: string): boolean {
  return spawnSync(PYTHON, ['-c', `import ${module}`]).status === 0
}

/** A script of the peers. */
export function python(script: string, args: string[]): Promise<Line[]> {
  return linesOf(PYTHON, [join(import.meta.dirname, 'peers', script), ...args])
}

async function linesOf(program: string, args: string[]): Promise<Line[]> {
  const { stdout } = await run(program, args, { maxBuffer: MAX_OUTPUT_BYTES })
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
  return lines.map((line) => JSON.parse(line) as Line)
}
