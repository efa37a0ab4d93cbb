// Searches answers for what they must not hold: text of rows that may only be quoted. What outputs or open rows say is no secret.
import postgres from 'postgres'

export type Restricted = {
  rows: number
  /** The first stretch of a restricted row that stands in a text of this answer, or null. */
  foundIn(answer: unknown): string | null
}

// Longer than any common phrase, much shorter than any row.
const STRETCH = 48
const STEP = 16

/** `known`: texts that are public whoever wrote them first. */
export async function readRestricted(databaseUrl: string, known: readonly string[]): Promise<Restricted> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  try {
    const found = await sql<{ body: Buffer; isOpen: boolean }[]>`
      select distinct t.body, d.is_public and d.fee = 0 as "isOpen"
      from content_row r join content_text t on t.hash = r.text_hash
        join contribution c on c.content_root = r.root join datanet d on d.id = c.datanet_id`
    const rows = found.map(({ body, isOpen }) => ({ text: body.toString('utf8'), isOpen }))
    const open = [...rows.filter(({ isOpen }) => isOpen).map(({ text }) => text), ...known].join('\n')
    const closed = rows.filter(({ isOpen }) => !isOpen)
    const secrets = closed.flatMap(({ text }) => stretches(text)).filter((stretch) => !open.includes(stretch))
    if (secrets.length < closed.length) throw new Error('the restricted rows say nothing of their own')
    const wanted = new Set(secrets)
    return { rows: closed.length, foundIn: (answer) => find(answer, wanted) }
  } finally {
    await sql.end()
  }
}

function find(answer: unknown, secrets: ReadonlySet<string>): string | null {
  if (typeof answer === 'string') {
    for (let at = 0; at + STRETCH <= answer.length; at++) {
      const stretch = answer.slice(at, at + STRETCH)
      if (secrets.has(stretch)) return stretch
    }
    return null
  }
  if (typeof answer !== 'object' || answer === null) return null
  for (const part of Object.values(answer)) {
    const found = find(part, secrets)
    if (found !== null) return found
  }
  return null
}

function stretches(text: string): string[] {
  const starts = Array.from({ length: Math.max(0, Math.ceil((text.length - STRETCH) / STEP)) }, (_, at) => at * STEP)
  return starts.map((start) => text.slice(start, start + STRETCH))
}
