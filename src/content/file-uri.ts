// The bytes of a file: URI, which are read below one configured folder only: neither `..` nor a symbolic link leads out of it.
import { constants } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ContentError } from './errors'

export async function readFileUri(uri: string, folder: string | null, maxBytes: number): Promise<Uint8Array> {
  if (folder === null) throw refusal('no folder for file: contents is configured')
  const path = await resolveInside(pathOf(uri), folder)
  // A pipe or a device would hang or never end.
  if (!(await stat(path)).isFile()) throw refusal('it is not a regular file')
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const bytes = Buffer.allocUnsafe(Math.min((await file.stat()).size, maxBytes) + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length)
      if (bytesRead === 0) return bytes.subarray(0, length)
      length += bytesRead
      if (length > maxBytes) throw new ContentError({ kind: 'TOO_LARGE', limitBytes: maxBytes })
      if (length === bytes.length) throw refusal('it grew while it was read')
    }
  } finally {
    await file.close()
  }
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri)
  } catch (cause) {
    throw new ContentError({ kind: 'URI_INVALID', uri, why: 'it is not the path of a file on this machine' }, cause)
  }
}

/** A path outside is refused unseen, so that a URI can't probe the disk; then links are resolved and judged again. */
async function resolveInside(path: string, folder: string): Promise<string> {
  const outside = 'it stands outside the configured folder'
  if (!isBelow(path, resolve(folder))) throw refusal(outside)
  try {
    const [root, target] = await Promise.all([realpath(folder), realpath(path)])
    if (isBelow(target, root)) return target
  } catch (cause) {
    throw new ContentError({ kind: 'UNREACHABLE', host: "The content's file" }, cause)
  }
  throw refusal(outside)
}

const isBelow = (path: string, folder: string) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
const refusal = (why: string) => new ContentError({ kind: 'FILE_REFUSED', why })
