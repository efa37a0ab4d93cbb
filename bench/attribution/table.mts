// Figures: how they are taken, and how they become Markdown tables.
export type Table = { head: string[]; rows: string[][] }

export function markdown({ head, rows }: Table): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

export function median(numbers: number[]): number {
  return quantile(numbers, 0.5)
}

/** The number below which that part of them lies; the greatest for 1. */
export function quantile(numbers: number[], part: number): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export function milliseconds(microseconds: unknown): string {
  return (Number(microseconds) / 1000).toFixed(2)
}

export function millions(count: unknown): string {
  return (Number(count) / 1e6).toFixed(1)
}

export function mebibytes(bytes: unknown): string {
  return (Number(bytes) / 2 ** 20).toFixed(1)
}

export function percent(part: unknown): string {
  return `${(Number(part) * 100).toFixed(0)} %`
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now()
  await work()
  return performance.now() - since
}
