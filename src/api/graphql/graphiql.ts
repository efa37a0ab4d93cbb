// GraphiQL at /graphql, from files of our own and never from elsewhere: where only this machine can ask, or where it is wanted.
import type { GraphiQLOptions, Plugin } from 'graphql-yoga'

const PAGE = { title: 'Headwater', defaultQuery: '{\n  _meta { block { number timestamp } }\n}\n' }

/** Its script stands in the page and starts workers from it; it may ask this server and nobody else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Nine megabytes: read when the first page is asked for. */
export async function renderGraphiql(options?: GraphiQLOptions): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  return renderGraphiQL({ ...options, ...PAGE })
}

export const useGraphiqlPolicy: Plugin = {
  onResponse({ response }) {
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      response.headers.set('Content-Security-Policy', POLICY)
      response.headers.set('Referrer-Policy', 'no-referrer')
    }
  },
}
