// How an answer of the index commands is printed.
export type Output = { json: boolean }

export function print<T>(value: T, json: boolean, describe: (value: T) => string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : describe(value))
}
