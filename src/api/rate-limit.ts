// How often may one address ask? A bucket each, filled at a steady rate; addresses that went quiet are forgotten.

export type RateLimit = { take(address: string): boolean }
export type Rate = { perSecond: number; burst: number }

const ADDRESSES_LIMIT = 20_000

export function createRateLimit({ perSecond, burst }: Rate, now: () => number = Date.now): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return {
    take(address) {
      const at = now()
      const bucket = buckets.get(address) ?? { tokens: burst, at }
      const tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1_000) * perSecond)
      buckets.delete(address)
      buckets.set(address, { tokens: Math.max(0, tokens - 1), at })
      // The one that has been quiet longest stands first.
      const oldest = buckets.size > ADDRESSES_LIMIT ? buckets.keys().next().value : undefined
      if (oldest !== undefined) buckets.delete(oldest)
      return tokens >= 1
    },
  }
}
