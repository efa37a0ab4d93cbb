// Which real text this machine has to measure with, and what of the machine matters to the engine beside its cores.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, relative } from 'node:path'
import { describeMachine } from '../machine.mts'

/** The machine, the compiler and how busy it is right now. */
export function describeRun(): string {
  return `${describeMachine()}, ${last('rustc', ['--version'])}; load ${loadavg()[0]?.toFixed(1)} at the start`
}

/** Folders of text, those that every installation has first. */
export function findText(root: string): string[] {
  const known = [join(root, 'node_modules'), '/usr/share', '/usr/lib', '/usr/include']
  return known.filter((folder) => existsSync(folder))
}

/** Folders with fewer different tokens: code and its comments, hardly a language but English. */
export function findCode(): string[] {
  return ['/usr/lib', '/usr/include'].filter((folder) => existsSync(folder))
}

/** Rust's own HTML documentation: the worst case, the same page frame thousands of times. Only where rustup put it. */
export function findRepetitiveText(): string | undefined {
  const folder = join(last('rustc', ['--print', 'sysroot']), 'share/doc/rust/html')
  return existsSync(folder) ? folder : undefined
}

/** A folder in words that hold on every machine: the project's own by their place in it, others are the system's. */
export function nameFolder(root: string, folder: string): string {
  const inside = relative(root, folder)
  return `\`${inside.startsWith('..') ? folder : inside}\``
}

/** The device and the file system that a folder stands on. */
export function describeDisk(folder: string): string {
  const [device, system] = last('df', ['--output=source,fstype', folder]).split(/\s+/)
  return `${system} on \`${device}\``
}

/** The last line that a program prints. */
function last(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8' }).trim().split('\n').at(-1) ?? ''
}
