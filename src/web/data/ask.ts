// One question to the API and its answer. What goes wrong is a value, never a throw: refused (asking again won't help)
// or unreachable (it may).

export type Answer<T> =
  | { kind: 'data'; data: T }
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'unreachable'; message: string }

export type Question = { document: string; variables: Record<string, unknown> }
export type Asker = { endpoint: string; signal: AbortSignal }

// Longer than the server's own statement timeout of 5 s, so that its clear refusal arrives before ours.
const patienceMs = 15_000

export async function ask<T>({ document, variables }: Question, { endpoint, signal }: Asker): Promise<Answer<T>> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    })
    return readAnswer<T>(response.status, (await response.json()) as Envelope<T>)
  } catch (error) {
    return { kind: 'unreachable', message: reasonOf(error) }
  }
}

type Envelope<T> = { data?: T | null; errors?: { message: string; extensions?: { code?: string } }[] }

// An answer with errors is not shown in part: a null that stands for a failure would read as "there is none".
function readAnswer<T>(status: number, { data, errors }: Envelope<T>): Answer<T> {
  const first = errors?.[0]
  if (status >= 500 || status === 429)
    return { kind: 'unreachable', message: first?.message ?? `HTTP status ${status}` }
  if (first !== undefined) return { kind: 'refused', code: first.extensions?.code ?? '', message: first.message }
  if (data === undefined || data === null) return { kind: 'unreachable', message: `HTTP status ${status} without data` }
  return { kind: 'data', data }
}

function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'no answer within 15 seconds'
  if (error instanceof SyntaxError) return 'the answer is not JSON'
  return 'no connection'
}
