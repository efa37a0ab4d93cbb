// An index open for changes: rows come and go, and each change is one commit or none. Readers keep what they have open until they
// refresh.
import type { IndexInfo } from '../../native/node'
import type { RowSource, Watching } from './engine'
import { type BuildLimits, cancellable, checkLimits, engine, translated } from './native'

export type Writer = {
  /** Adds rows behind those that stand: all of them or, where one is refused, none. */
  add(source: RowSource, options?: Watching): Promise<IndexInfo>
  /** Removes rows by their ids: all of them or, where one is not there, none. Answers then equal those of an index built
   * without them; their texts leave the disk with a merge. */
  remove(ids: string[], options?: Pick<Watching, 'signal'>): Promise<IndexInfo>
  /** Merges segments into as few as their limit allows. No answer changes by it; what was removed leaves the disk. */
  merge(options?: Watching): Promise<IndexInfo>
  /** Waits for what is under way and lets go of the index. */
  close(): Promise<void>
}

/** Opens an index for changes. Another writer, of this process or of another one, is refused until `close`. */
export async function openWriter(folder: string, options: BuildLimits = {}): Promise<Writer> {
  checkLimits(options)
  const native = await translated(() => engine().openWriter(folder, options))
  // One after the other: what waits for its turn in the engine would hold a thread that files need.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const before = last
    const done = before.catch(() => undefined).then(work)
    last = done
    return await done
  }
  return {
    add: (source, { signal, onProgress } = {}) =>
      inTurn(() => cancellable(signal, (cancellation) => native.add(source, cancellation, onProgress))),
    remove: (ids, { signal } = {}) =>
      inTurn(() => cancellable(signal, (cancellation) => native.remove(ids, cancellation))),
    merge: ({ signal, onProgress } = {}) =>
      inTurn(() => cancellable(signal, (cancellation) => native.merge(cancellation, onProgress))),
    close: () => inTurn(() => translated(() => native.close())),
  }
}
