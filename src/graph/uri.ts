// How a content's URI is shown. A data: URI is the content itself, and some contents are not to be shown.

/** A data: URI loses its bytes and keeps its media type; every other URI stands as on chain. */
export function withoutBytes(uri: string): string {
  if (!/^\s*data:/i.test(uri)) return uri
  const comma = uri.indexOf(',')
  return `${comma < 0 ? 'data:' : uri.slice(0, Math.min(comma, 100))},…`
}
