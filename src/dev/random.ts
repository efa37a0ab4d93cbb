// Where does the inhabitants' chance come from? A small seeded generator (xoshiro128**), so that one seed tells one story.

export type Random = {
  /** In [0, 1). */
  fraction(): number
  /** A whole number in [0, limit). */
  below(limit: number): number
  /** True in this share of the cases. */
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** An index, each as likely as its weight is large. */
  weighted(weights: readonly number[]): number
}

export function createRandom(seed: number): Random {
  const next = xoshiro(seed)
  const fraction = () => next() / 2 ** 32
  const below = (limit: number) => Math.floor(fraction() * limit)
  return {
    fraction,
    below,
    chance: (probability) => fraction() < probability,
    pick(items) {
      const item = items[below(items.length)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    weighted(weights) {
      let left = fraction() * weights.reduce((sum, weight) => sum + weight, 0)
      const index = weights.findIndex((weight) => {
        left -= weight
        return left < 0
      })
      return index === -1 ? weights.length - 1 : index
    },
  }
}

/** Blackman and Vigna's xoshiro128**, its state filled from the seed by splitmix32: 32 bits a call. */
function xoshiro(seed: number): () => number {
  let mixed = seed | 0
  const split = () => {
    mixed = (mixed + 0x9e3779b9) | 0
    let z = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  }
  let [a, b, c, d] = [split(), split(), split(), split()]
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}
