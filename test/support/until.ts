// Waits for a condition, which processes and workers reach in their own time, and fails when it stays away.

export async function until<T>(
  what: string,
  look: () => Promise<T | null | false | undefined>,
  limitMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + limitMs
  for (;;) {
    const found = await look()
    if (found !== null && found !== false && found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`${what}: not within ${limitMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
