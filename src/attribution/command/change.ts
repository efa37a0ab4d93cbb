// `headwater index add`, `remove` and `merge`: an index changes by one commit or not at all.
import type { Command } from 'commander'
import type { Watching } from '../engine'
import type { Writer } from '../writer'
import { type Limits, limited, toLimits } from './limits'
import { type Output, print } from './print'
import { readText } from './read'
import { describeIndex } from './report'
import { watched } from './watch'

export function addChanges(index: Command): void {
  limited(index.command('add'))
    .description('add JSONL rows behind those that stand: all of them, or none where one is refused')
    .argument('<dir>', 'the folder of the index')
    .argument('<file...>', 'JSONL files one after the other; - is stdin')
    .option('--json', 'print what the index holds then as JSON', false)
    .action(async (dir: string, paths: string[], { json, ...limits }: Output & Limits) => {
      await change({ dir, limits, json }, (writer, watch) => writer.add({ paths }, watch))
    })
  index
    .command('remove')
    .description(
      'remove rows by their ids: answers are then as if they had never been in it; merge takes their texts off the disk',
    )
    .argument('<dir>', 'the folder of the index')
    .argument('<id...>', 'the ids; - reads them from stdin, one a line')
    .option('--json', 'print what the index holds then as JSON', false)
    .action(async (dir: string, given: string[], { json }: Output) => {
      const ids = given.length === 1 && given[0] === '-' ? await readLines() : given
      await change({ dir, json }, (writer, { signal }) => writer.remove(ids, { signal }))
    })
  limited(index.command('merge'))
    .description('merge the segments of an index; no answer changes by it, and removed rows leave the disk')
    .argument('<dir>', 'the folder of the index')
    .option('--json', 'print what the index holds then as JSON', false)
    .action(async (dir: string, { json, ...limits }: Output & Limits) => {
      await change({ dir, limits, json }, (writer, watch) => writer.merge(watch))
    })
}

type Place = Output & { dir: string; limits?: Limits }

async function change(
  { dir, limits, json }: Place,
  work: (writer: Writer, watch: Required<Watching>) => Promise<unknown>,
) {
  const { openWriter } = await import('../writer')
  const { indexInfo } = await import('../engine')
  await watched(async (watch) => {
    const writer = await openWriter(dir, { ...toLimits(limits ?? {}), signal: watch.signal })
    try {
      await work(writer, watch)
    } finally {
      await writer.close()
    }
  })
  // What a merge behind the scenes made of it is waited for by `close`.
  print(await indexInfo(dir), json, describeIndex)
}

/** Only a line feed ends an id, with a carriage return before it or not: other separators may stand in one. */
async function readLines(): Promise<string[]> {
  return (await readText('-')).split(/\r?\n/).filter((line) => line !== '')
}
