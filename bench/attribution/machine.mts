// Which real text this machine has to measure with, and what of the machine matters to the engine beside its cores.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { describeMachine } from '../machine.mts'

/** The machine, the compiler and how busy it is right now. */
export function describeRun(): string {
  return `${describeMachine()}, ${first('rustc', ['--version'])}; load ${loadavg()[0]?.toFixed(1)} at the start`
}

/** Folders of text, those that every installation has first. */
export function findText(root: string): string[] {
  const sysroot = first('rustc', ['--print', 'sysroot'])
  const known = [join(root, 'node_modules'), join(sysroot, 'share/doc'), '/usr/share/doc', '/usr/include', '/usr/lib']
  return known.filter((folder) => existsSync(folder))
}

/** Rust's own HTML documentation: the worst case, the same page frame thousands of times. Only where rustup put it. */
export function findRepetitiveText(): string | undefined {
  const folder = join(first('rustc', ['--print', 'sysroot']), 'share/doc/rust/html')
  return existsSync(folder) ? folder : undefined
}

function first(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' }).trim().split('\n')[0] ?? ''
}
