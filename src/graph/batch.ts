// Collects the keys that resolvers of one answer ask for in the same turn and loads them in one go.

export type Batch<Key, Value> = (key: Key) => Promise<Value>

/** `load` answers for every key it can; a key it leaves out resolves to `missing`. */
export function createBatch<Key, Value>(
  load: (keys: Key[]) => Promise<ReadonlyMap<Key, Value>>,
  missing: Value,
): Batch<Key, Value> {
  const asked = new Map<Key, Promise<Value>>()
  let next: { keys: Key[]; loaded: Promise<ReadonlyMap<Key, Value>> } | null = null
  return (key) => {
    const known = asked.get(key)
    if (known) return known
    if (next === null) {
      const keys: Key[] = []
      // Resolvers of siblings run in one turn of promises: the load waits until that turn is over.
      const loaded = new Promise<void>((resolve) => process.nextTick(resolve)).then(() => {
        next = null
        return load(keys)
      })
      next = { keys, loaded }
    }
    next.keys.push(key)
    const value = next.loaded.then((values) => values.get(key) ?? missing)
    asked.set(key, value)
    return value
  }
}
