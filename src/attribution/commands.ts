// `headwater index …` and `headwater attribute …`: the engine on the command line, without a chain or a database.
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Command } from 'commander'
import type { AttributeOptions, Attribution, BuildProgress, IndexInfo } from './engine'
import { textUnreadable } from './errors'
import { describeAttribution, describeIndex } from './report'

export function registerIndexCommands(program: Command): void {
  const index = program.command('index').description('make and check an index as a folder')
  index
    .command('build')
    .description('build an index from JSONL rows: {"id": …, "owner": …, "text": …} a line, in order of submission')
    .argument('<dir>', 'the folder, which must not exist or be empty')
    .argument('<file...>', 'JSONL files one after the other; - is stdin')
    .option('--segment-tokens <n>', 'close a segment at this size', wholeNumber)
    .option('--json', 'print what was built as JSON', false)
    .action(build)
  for (const [name, description] of [
    ['verify', 'check every file of an index'],
    ['info', 'say what an index holds'],
  ] as const) {
    index
      .command(name)
      .description(description)
      .argument('<dir>', 'the folder')
      .option('--json', 'print it as JSON', false)
      .action(async (dir: string, options: { json: boolean }) => {
        const { verifyIndex } = await import('./engine')
        print(await verifyIndex(dir), options.json, describeIndex)
      })
  }
  program
    .command('attribute')
    .description('say which rows of an index explain a text, with their shares and the passages')
    .argument('<dir>', 'the folder of the index')
    .argument('[file]', 'the text; stdin without one or with -', '-')
    .option('--alpha <p>', 'the chance that a passage passes by accident', Number)
    .option('--mu <n>', 'the weight of single tokens against pairs', Number)
    .option('--max-owners <n>', 'what more owners hold is common property', wholeNumber)
    .option('--max-sources <n>', 'how many sources a passage lists', wholeNumber)
    .option('--json', 'print the answer as JSON', false)
    .action(attribute)
}

async function build(dir: string, paths: string[], options: { segmentTokens?: number; json: boolean }): Promise<void> {
  const { buildIndex } = await import('./engine')
  const { json, ...limits } = options
  const info = await buildIndex(dir, { paths }, { ...limits, ...progressOnTerminal() })
  print(info, json, describeIndex)
}

async function attribute(dir: string, file: string, options: AttributeOptions & { json: boolean }): Promise<void> {
  const { openIndex } = await import('./engine')
  const { json, ...parameters } = options
  const index = await openIndex(dir)
  try {
    print(await index.attribute(await readText(file), parameters), json, describeAttribution)
  } finally {
    index.close()
  }
}

/** A text file is what is attributed, to the byte: one that is not UTF-8 is refused, not repaired. */
async function readText(file: string): Promise<string> {
  try {
    const bytes = file === '-' ? await buffer(process.stdin) : await readFile(file)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw textUnreadable(file, cause)
  }
}

function progressOnTerminal(): { onProgress?: (progress: BuildProgress) => void } {
  if (!process.stderr.isTTY) return {}
  const said = { rows: 'rows read', segments: 'segments written', counts: 'counting owners' }
  return {
    onProgress: ({ phase, done }) => {
      const count = phase === 'counts' ? '' : ` ${done.toLocaleString('en')}`
      process.stderr.write(`\r\x1b[K${said[phase as keyof typeof said]}${count}${phase === 'counts' ? '\n' : ''}`)
    },
  }
}

function print<T extends IndexInfo | Attribution>(value: T, json: boolean, describe: (value: T) => string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : describe(value))
}

/** Not a number at all becomes NaN, which the engine refuses by the parameter's name. */
function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN
}
