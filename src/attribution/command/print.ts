// What the index commands share: how an answer is printed, and how a number is read.
export type Output = { json: boolean }

export function print<T>(value: T, json: boolean, describe: (value: T) => string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : describe(value))
}

/** Not a number at all becomes NaN, which the engine refuses by the parameter's name. */
export function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN
}

const UNITS: Record<string, number> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/** Bytes, or KiB, MiB, GiB with K, M, G behind the number. */
export function byteCount(text: string): number {
  const [, number, unit] = /^(\d+)([KMG]?)$/i.exec(text) ?? []
  return Number(number ?? Number.NaN) * (UNITS[(unit ?? '').toUpperCase()] ?? Number.NaN)
}
