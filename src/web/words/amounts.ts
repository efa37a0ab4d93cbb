// How exact numbers are written for eyes: wei as OPEN, parts per billion as per cent, counts with thousands
// separated. Everything is integer arithmetic on BigInt; nothing here rounds.

const weiPerOpen = 10n ** 18n
const ppbPerPercent = 10n ** 7n
export const wholePpb = 1_000_000_000n

/** 1234500000000000000000 -> "1,234.5 OPEN", with a no-break space. */
export function formatOpen(wei: string | bigint): string {
  return `${formatFixed(BigInt(wei), weiPerOpen)}\u00A0OPEN`
}

/** 390625000 -> "39.0625 %", with a no-break space. */
export function formatPpb(ppb: number | string | bigint): string {
  return `${formatFixed(BigInt(ppb), ppbPerPercent)}\u00A0%`
}

/** 22000000 -> "22,000,000". */
export function formatCount(count: number | string | bigint): string {
  const value = BigInt(count)
  const digits = (value < 0n ? -value : value).toString()
  return (value < 0n ? '−' : '') + digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** "1 row", "2,000 rows". */
export function countOf(count: number | string | bigint, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${BigInt(count) === 1n ? one : many}`
}

function formatFixed(value: bigint, unit: bigint): string {
  const magnitude = value < 0n ? -value : value
  const decimals = unit.toString().length - 1
  const fraction = (magnitude % unit).toString().padStart(decimals, '0').replace(/0+$/, '')
  return (value < 0n ? '−' : '') + formatCount(magnitude / unit) + (fraction === '' ? '' : `.${fraction}`)
}
