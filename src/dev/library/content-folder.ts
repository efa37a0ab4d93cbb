// Where do contents lie before a hash on the chain names them? In one folder, each file under the hash of its bytes; what is
// withheld lies apart, known to its owner and answered with "gone".
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Hex, keccak256, stringToBytes } from 'viem'

export type ContentFolder = {
  /** Stores a text and returns the URI it will be served under. */
  publish(text: string, extension: 'json' | 'jsonl'): string
  /** Stores a text that the server will never show. */
  withhold(text: string, extension: 'json' | 'jsonl'): string
  /** The text behind a URI of ours, withheld or not; null when it is not there. */
  read(uri: string): string | null
  /** What a stranger gets. */
  readPublic(uri: string): string | null
}

/** What is kept here but not shown. */
export const WITHHELD = 'withheld'

const DATA_URI = 'data:application/x-ndjson;base64,'

export function createContentFolder(dir: string, baseUrl: string): ContentFolder {
  mkdirSync(join(dir, WITHHELD), { recursive: true })
  const store = (folder: string, name: string, text: string) => {
    writeWhole(join(folder, name), text)
    return `${baseUrl}/${name}`
  }
  return {
    publish: (text, extension) => store(dir, `${hashOf(text)}.${extension}`, text),
    // Under another name than the same text would have in public: withholding an empty text must not take away everybody's.
    withhold: (text, extension) => store(join(dir, WITHHELD), `${hashOf(`withheld ${text}`)}.${extension}`, text),
    read: (uri) => readFirst(uri, [dir, join(dir, WITHHELD)]),
    readPublic: (uri) => readFirst(uri, [dir]),
  }
}

function hashOf(text: string): Hex {
  return keccak256(stringToBytes(text))
}

export function toDataUri(text: string): string {
  return DATA_URI + Buffer.from(text, 'utf8').toString('base64')
}

function readFirst(uri: string, folders: readonly string[]): string | null {
  if (uri.startsWith(DATA_URI)) return Buffer.from(uri.slice(DATA_URI.length), 'base64').toString('utf8')
  const file = folders.map((folder) => join(folder, basename(uri))).find((path) => existsSync(path))
  return file === undefined ? null : readFileSync(file, 'utf8')
}

/** Beside and renamed: the server never shows half a file. */
function writeWhole(file: string, text: string): void {
  if (existsSync(file)) return
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}
