// What a figure was measured on, in the words that stand beside every figure.
import { cpus, totalmem } from 'node:os'

export function describeMachine(): string {
  return `${cpus().length} cores of ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`
}
