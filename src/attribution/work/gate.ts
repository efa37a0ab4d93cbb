// Lets so many through at once and makes the others wait in line: for what is large in memory or heavy on the processor.

export type Gate = <T>(work: () => Promise<T>) => Promise<T>

export function createGate(width: number): Gate {
  let inside = 0
  const line: (() => void)[] = []
  return async (work) => {
    if (inside === width) await new Promise<void>((enter) => line.push(enter))
    else inside += 1
    try {
      return await work()
    } finally {
      // Whoever is next takes the place over, so that nobody slips in between.
      const next = line.shift()
      if (next === undefined) inside -= 1
      else next()
    }
  }
}
