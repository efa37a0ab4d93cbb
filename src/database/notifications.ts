// Listens to a channel of the database on a connection of its own, and comes back by itself when the database does.
import { Client } from 'pg'

export type Channel = { url: string; channel: string; application: string }

const PAUSE_MS = 500
const CONNECT_LIMIT_MS = 5_000

/** `onNotify` is called for each notification, and after each connecting: something may have been said meanwhile. Returns the end of it. */
export function listenTo({ url, channel, application }: Channel, onNotify: () => void): () => Promise<void> {
  let client: Client | null = null
  let timer: NodeJS.Timeout | null = null
  let isEnded = false

  function connect(): void {
    const fresh = new Client({
      connectionString: url,
      application_name: application,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      keepAlive: true,
    })
    client = fresh
    fresh.on('notification', onNotify)
    fresh.on('error', () => {})
    // A connection that fails may say so in both ways.
    let isLost = false
    const lose = () => {
      if (isLost) return
      isLost = true
      again()
    }
    fresh.once('end', lose)
    fresh
      .connect()
      .then(() => fresh.query(`listen "${channel}"`))
      .then(onNotify, () => {
        lose()
        return fresh.end().catch(() => {})
      })
  }

  function again(): void {
    if (isEnded || timer !== null) return
    timer = setTimeout(() => {
      timer = null
      connect()
    }, PAUSE_MS)
  }

  connect()
  return async () => {
    isEnded = true
    if (timer !== null) clearTimeout(timer)
    await client?.end().catch(() => {})
  }
}
