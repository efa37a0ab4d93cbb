// An index open for changes: rows come and go, and each change is one commit or none. Readers keep what they have open until they
// refresh.
import type { IndexInfo } from '../../native/node'
import { checkList, checkOptions, checkPath, checkType, type Watching } from './arguments'
import { BUILD_LIMITS, type BuildLimits, checkLimits, engine, translated, watched } from './native'
import { checkSource, type RowSource } from './row-source'

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
export async function openWriter(
  folder: string,
  options: BuildLimits & Pick<Watching, 'signal'> = {},
): Promise<Writer> {
  checkPath('the folder', folder)
  checkOptions(options, BUILD_LIMITS, ['signal'])
  checkLimits(options)
  const native = await watched(options, (cancellation) => engine().openWriter(folder, options, cancellation))
  // One after the other: what waits for its turn in the engine would hold a thread that files need.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const before = last
    const done = before.catch(() => undefined).then(work)
    last = done
    return await done
  }
  return {
    add: async (source, options = {}) => {
      checkSource(source)
      checkOptions(options, [])
      return await inTurn(() => watched(options, (...watch) => native.add(source, ...watch)))
    },
    remove: async (ids, options = {}) => {
      checkList('ids', ids)
      for (const id of ids) checkType('an id', id, 'string')
      checkOptions(options, [], ['signal'])
      return await inTurn(() => watched(options, (cancellation) => native.remove(ids, cancellation)))
    },
    merge: async (options = {}) => {
      checkOptions(options, [])
      return await inTurn(() => watched(options, (...watch) => native.merge(...watch)))
    },
    close: () => inTurn(() => translated(() => native.close())),
  }
}
