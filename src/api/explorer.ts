// Serves the explorer's built files, and its one page for every path that names no file: 404 where it has nothing to show there.
// Nothing outside its folder.
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
}

/** Nothing but our own files runs, loads or frames: what a model or a contributor wrote is text and stays text. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const NOT_BUILT = 'The explorer is not built: run `npm run build:web`. The API answers at /graphql.\n'

/** The addresses that the explorer has a page for; its page for all others says so. A test holds it to src/web's own reading. */
const PAGES = /^\/(decision\/\d{1,9}-0x[0-9a-f]{64}\/?)?$/i

export async function serveExplorer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return end(response, { status: 405, headers: { Allow: 'GET, HEAD' } })
  const asked = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
  const path = decode(asked)
  const file = path === null ? null : fileBelow(folder, path)
  if (file === null) return end(response, { status: 404, text: 'Not found.\n' })
  // A path without an ending is a page: the one page finds out which.
  const isPage = extname(file) === ''
  const found = await readFile(isPage ? join(folder, 'index.html') : file).catch(() => null)
  if (found === null) return end(response, { status: 404, text: isPage ? NOT_BUILT : 'Not found.\n' })
  const isHashed = !isPage && path?.startsWith('/assets/')
  end(response, {
    status: isPage && !PAGES.test(asked) ? 404 : 200,
    headers: {
      'Content-Type': TYPES[isPage ? '.html' : extname(file)] ?? 'application/octet-stream',
      'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      'Content-Security-Policy': POLICY,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
    },
    text: request.method === 'HEAD' ? undefined : found,
  })
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** The file a path names; null where it would leave the folder. */
function fileBelow(folder: string, path: string): string | null {
  if (path.includes('\0')) return null
  const file = normalize(join(folder, path))
  return file === folder || file.startsWith(folder + sep) ? file : null
}

type End = { status: number; headers?: Record<string, string>; text?: string | Buffer | undefined }

function end(response: ServerResponse, { status, headers = {}, text = '' }: End): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers })
  response.end(text)
}
