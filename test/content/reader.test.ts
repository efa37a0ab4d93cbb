// What the reader brings and what it refuses, against real servers and files.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isPublicAddress } from '../../src/content/address-guard'
import { ContentError } from '../../src/content/errors'
import { type ContentReader, createContentReader, type Reading } from '../../src/content/reader'
import { startWebServer, type WebServer } from '../support/api/web-server'

const CID = 'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG'
const LIMIT = 1024 * 1024

let server: WebServer
let folder: string
let open: ContentReader
let guarded: ContentReader

beforeAll(async () => {
  server = await startWebServer(answer)
  folder = await mkdtemp(join(tmpdir(), 'headwater-content-'))
  open = createContentReader({ folder: join(folder, 'inside'), allowPrivateAddresses: true, gateways: [server.url] })
  guarded = createContentReader({ folder: null, allowPrivateAddresses: false, gateways: [] })
  await mkdir(join(folder, 'inside'))
  await writeFile(join(folder, 'inside', 'a b.txt'), 'inside')
  await writeFile(join(folder, 'outside.txt'), 'outside')
  await symlink(join(folder, 'outside.txt'), join(folder, 'inside', 'link.txt'))
  await symlink(join(folder, 'inside', 'a b.txt'), join(folder, 'inside', 'fine.txt'))
})

afterAll(async () => {
  await Promise.all([open.close(), guarded.close(), server.close()])
  await rm(folder, { recursive: true })
})

function answer(request: IncomingMessage, response: ServerResponse): unknown {
  const { pathname, search } = new URL(request.url ?? '/', 'http://server')
  const hops = Number(search.slice(1))
  switch (pathname) {
    case '/plain':
    case `/ipfs/${CID}/a`:
      return response.end('hello')
    case '/gone':
      return response.writeHead(410).end('gone')
    case '/hops':
      return response.writeHead(302, { location: hops > 1 ? `/hops?${hops - 1}` : '/plain' }).end()
    case '/leave':
      return response.writeHead(302, { location: 'file:///etc/hostname' }).end()
    case '/lost':
      return response.writeHead(302).end()
    case '/large':
      return response.writeHead(200, { 'content-length': 100 * LIMIT }).end('x')
    case '/endless':
      return endless(response)
    case '/bomb':
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(LIMIT)))
    case '/silent':
      return
    case '/drip':
      return drip(response)
    case '/broken':
      return response.writeHead(200, { 'content-length': 10 }).write('half', () => response.destroy())
    default:
      return response.writeHead(404).end()
  }
}

/** 100 MB and more without saying so: writes until the reader goes away. */
function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const push = () => {
    while (!response.destroyed && response.write(chunk));
    response.once('drain', push)
  }
  push()
}

/** A slow loris: always sending, never done. */
function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write('.'), 20)
  response.on('close', () => clearInterval(timer))
}

const read = async (reader: ContentReader, uri: string, reading: Partial<Reading> = {}) =>
  Buffer.from(await reader.read(uri, { maxBytes: LIMIT, ...reading })).toString()

async function faultOf(reader: ContentReader, uri: string, reading: Partial<Reading> = {}): Promise<ContentError> {
  const error = await read(reader, uri, reading).then(
    (text) => new Error(`delivered ${text.length} characters`),
    (caught: unknown) => caught,
  )
  if (!(error instanceof ContentError)) throw error
  return error
}

describe('http:', () => {
  test('brings the bytes, over up to three redirects', async () => {
    expect(await read(open, `${server.url}/plain`)).toBe('hello')
    expect(await read(open, `${server.url}/hops?3`)).toBe('hello')
  })

  test.each([
    ['gone', '/gone', 'HW406', 'UNREACHABLE'],
    ['four redirects', '/hops?4', 'HW405', 'UNREACHABLE'],
    ['a redirect to a file', '/leave', 'HW405', 'UNREACHABLE'],
    ['a redirect to nowhere', '/lost', 'HW405', 'UNREACHABLE'],
    ['100 MB announced', '/large', 'HW409', 'TOO_LARGE'],
    ['endless', '/endless', 'HW409', 'TOO_LARGE'],
    ['a gzip bomb', '/bomb', 'HW410', 'UNREACHABLE'],
    ['no answer', '/silent', 'HW407', 'UNREACHABLE'],
    ['a slow loris', '/drip', 'HW407', 'UNREACHABLE'],
    ['broken off', '/broken', 'HW408', 'UNREACHABLE'],
  ])('is refused: %s', async (_name, path, code, reason) => {
    const fault = await faultOf(open, server.url + path, { timeoutMs: 400 })
    expect([fault.code, fault.outcome.reason, fault.retryable]).toEqual([code, reason, true])
  })

  test('says when nobody listens', async () => {
    const other = await startWebServer(() => {})
    await other.close()
    expect((await faultOf(open, `${other.url}/x`)).code).toBe('HW408')
    expect((await faultOf(open, 'http://name.invalid/x')).code).toBe('HW408')
  })

  test("passes the caller's abort on", async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(open.read(`${server.url}/plain`, { maxBytes: LIMIT, signal })).rejects.toThrow('enough')
  })
})

describe('private addresses', () => {
  test.each(['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '0.0.0.0'])(
    'are refused before a byte is sent: %s',
    async (host) => {
      const before = server.requests.length
      expect((await faultOf(guarded, `http://${host}:${server.port}/plain`)).code).toBe('HW402')
      expect(server.requests).toHaveLength(before)
    },
  )

  test('are refused where a redirect leads to them', async () => {
    // A gateway is the operator's choice and may stand inside; its redirects are judged like any other address.
    const reader = createContentReader({
      folder: null,
      allowPrivateAddresses: false,
      gateways: [`${server.url}/hops?1#`],
    })
    const before = server.requests.length
    expect((await faultOf(reader, `ipfs://${CID}`)).code).toBe('HW402')
    expect(server.requests.slice(before)).toEqual(['/hops?1'])
    await reader.close()
  })

  test.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['fe80::1', false],
    ['fc00::1', false],
    ['fd12::1', false],
    ['ff02::1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001:db8::1', false],
    ['not an address', false],
  ])('%s is public: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic)
  })
})

describe('data:', () => {
  test.each([
    ['data:,hello%20there', 'hello there'],
    ['data:text/plain;charset=utf-8,%C3%A9é', 'éé'],
    ['data:application/json;base64,eyJhIjoxfQ==', '{"a":1}'],
    ['data:;base64,eyJhIjoxfQ', '{"a":1}'],
    ['DATA:,x#fragment', 'x'],
  ])('%s', async (uri, text) => {
    expect(await read(guarded, uri)).toBe(text)
  })

  test.each(['data:text/plain', 'data:,%4', 'data:,%zz', 'data:;base64,a', 'data:;base64,a b=', 'data:;base64,YQ='])(
    'is refused: %s',
    async (uri) => {
      const fault = await faultOf(guarded, uri)
      expect([fault.code, fault.retryable]).toEqual(['HW401', false])
    },
  )

  test('has a limit', async () => {
    expect((await faultOf(guarded, 'data:,12345', { maxBytes: 4 })).code).toBe('HW409')
  })
})

describe('file:', () => {
  const at = (path: string) => pathToFileURL(join(folder, path)).href

  test('is read below the folder, a link inside included', async () => {
    expect(await read(open, at('inside/a b.txt'))).toBe('inside')
    expect(await read(open, at('inside/fine.txt'))).toBe('inside')
    expect(await read(open, at('inside/a b.txt'), { maxBytes: 6 })).toBe('inside')
  })

  test('is refused', async () => {
    const code = async (uri: string, reader = open) => (await faultOf(reader, uri)).code
    expect(await code(at('outside.txt'))).toBe('HW403')
    expect(await code(at('absent.txt'))).toBe('HW403')
    expect(await code(`${at('inside')}/%2e%2e/outside.txt`)).toBe('HW403')
    expect(await code(`${at('inside')}/..%2foutside.txt`)).toBe('HW401')
    expect(await code(at('inside/link.txt'))).toBe('HW403')
    expect(await code(at('inside'))).toBe('HW403')
    expect(await code(at('inside/absent.txt'))).toBe('HW408')
    expect(await code('file://elsewhere/etc/hostname')).toBe('HW401')
    expect(await code(at('inside/fine.txt'), guarded)).toBe('HW403')
    expect((await faultOf(open, at('inside/a b.txt'), { maxBytes: 5 })).code).toBe('HW409')
  })
})

describe('ipfs: and others', () => {
  test('ipfs: goes through the gateway', async () => {
    expect(await read(open, `ipfs://${CID}/a`)).toBe('hello')
    expect((await faultOf(open, `ipfs://${CID}/absent`)).code).toBe('HW406')
    expect((await faultOf(guarded, `ipfs://${CID}/a`)).code).toBe('HW404')
  })

  test.each([
    `ipfs://${CID}/../admin`,
    `ipfs://${CID}/%2e%2e/admin`,
    'ipfs://no',
    'ftp://example.org/a',
    'contents',
    '',
    'http://',
    'javascript:alert(1)',
  ])('is refused: %s', async (uri) => {
    expect((await faultOf(open, uri)).code).toBe('HW401')
  })
})
