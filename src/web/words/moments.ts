// How a block's time is written: in UTC and in words that don't depend on the reader's locale, so that two people who
// quote a page quote the same line.

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "2026-11-21T03:48:12.000Z" -> "21 Nov 2026, 03:48:12 UTC"; what is no time comes back as it is. */
export function formatMoment(timestamp: string): string {
  const moment = new Date(timestamp)
  if (Number.isNaN(moment.getTime())) return timestamp
  const day = `${moment.getUTCDate()} ${months[moment.getUTCMonth()]} ${moment.getUTCFullYear()}`
  return `${day}, ${moment.toISOString().slice(11, 19)} UTC`
}
