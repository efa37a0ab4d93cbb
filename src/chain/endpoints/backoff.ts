// How long to wait before the next try: twice as long each time, and never in step with others who lost the same endpoint.
export type Backoff = Readonly<{ firstMs: number; limitMs: number }>

/** After so many failures in a row, from 1: between half of the doubled pause and the whole. */
export function backoffMs({ firstMs, limitMs }: Backoff, failures: number, random: number = Math.random()): number {
  const whole = Math.min(limitMs, firstMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(whole * (0.5 + random / 2))
}
