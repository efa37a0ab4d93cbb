// A bounded queue between one who pushes and one who iterates. Overfull, it ends: a client that does not keep up has to come again.

export type Queue<Item> = AsyncIterableIterator<Item> & { push(item: Item): void; end(): void }

export function createQueue<Item>(limit: number, onEnd: () => void): Queue<Item> {
  const items: Item[] = []
  let wake: (() => void) | null = null
  let isEnded = false
  const end = () => {
    if (isEnded) return
    isEnded = true
    items.length = 0
    wake?.()
    onEnd()
  }
  return {
    push(item) {
      if (isEnded) return
      if (items.length >= limit) return end()
      items.push(item)
      wake?.()
    },
    end,
    async next() {
      while (items.length === 0 && !isEnded) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const value = items.shift()
      return value === undefined ? { done: true, value: undefined } : { done: false, value }
    },
    async return() {
      end()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
