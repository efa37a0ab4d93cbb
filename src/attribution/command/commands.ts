// `headwater index …` and `headwater attribute …`: the engine on the command line, without a chain or a database.
import type { Command } from 'commander'
import type { AttributeOptions, ImportOptions } from '../engine'
import { addChanges } from './change'
import { type Limits, limited, toLimits } from './limits'
import { anyNumber, wholeNumber } from './numbers'
import { type Output, print } from './print'
import { readText } from './read'
import { describeAttribution, describeIndex } from './report'
import { watched } from './watch'

export function registerIndexCommands(program: Command): void {
  const index = program.command('index').description('make, change and check an index as a folder')
  addBuild(index)
  addChanges(index)
  addChecks(index)
  addExchange(index)
  addAttribute(program)
}

function addBuild(index: Command): void {
  limited(index.command('build'))
    .description('build an index from JSONL rows: {"id": …, "owner": …, "text": …} a line, in order of submission')
    .argument('<dir>', 'the folder, which must not exist or be empty')
    .argument('<file...>', 'JSONL files one after the other; - is stdin')
    .option('--json', 'print what was built as JSON', false)
    .action(async (dir: string, paths: string[], { json, ...limits }: Output & Limits) => {
      const { buildIndex } = await import('../engine')
      print(
        await watched((watch) => buildIndex(dir, { paths }, { ...toLimits(limits), ...watch })),
        json,
        describeIndex,
      )
    })
}

function addChecks(index: Command): void {
  for (const [name, description] of [
    ['verify', 'check every file of an index'],
    ['info', 'say what an index holds'],
  ] as const) {
    index
      .command(name)
      .description(description)
      .argument('<dir>', 'the folder')
      .option('--json', 'print it as JSON', false)
      .action(async (dir: string, { json }: Output) => {
        const { indexInfo, verifyIndex } = await import('../engine')
        const look = name === 'verify' ? watched((watch) => verifyIndex(dir, watch)) : indexInfo(dir)
        print(await look, json, describeIndex)
      })
  }
}

function addExchange(index: Command): void {
  limited(index.command('import'))
    .description('build an index from one of infini-gram, version 4')
    .argument('<from>', "the folder with infini-gram's files")
    .argument('<dir>', 'the folder of the new index, which must not exist or be empty')
    .option('--id-field <path>', 'the field of a metadata line with the id, as in metadata.url (default: id)')
    .option('--owner-field <path>', 'the field with the owner (default: owner)')
    .option('--vocabulary <file>', 'its tokenizer.json, where the tokens are neither bytes nor of cl100k_base')
    .option('--json', 'print what was built as JSON', false)
    .action(
      async (from: string, dir: string, { json, segmentTokens, memory, ...names }: Output & Limits & ImportOptions) => {
        const { importIndex } = await import('../engine')
        const options = { ...names, ...toLimits({ segmentTokens, memory }) }
        print(await watched((watch) => importIndex(from, dir, { ...options, ...watch })), json, describeIndex)
      },
    )
  index
    .command('export')
    .description('write the rows of an index as one that infini-gram opens (version 4, tokens of 4 bytes)')
    .argument('<dir>', 'the folder of the index')
    .argument('<to>', 'the folder to write, which must not exist or be empty')
    .option('--json', 'print what was written as JSON', false)
    .action(async (dir: string, to: string, { json }: Output) => {
      const { exportIndex } = await import('../engine')
      print(await watched((watch) => exportIndex(dir, to, watch)), json, describeIndex)
    })
}

function addAttribute(program: Command): void {
  program
    .command('attribute')
    .description('say which rows of an index explain a text, with their shares and the passages')
    .argument('<dir>', 'the folder of the index')
    .argument('[file]', 'the text; stdin without one or with -', '-')
    .option('--alpha <p>', 'the chance that a passage passes by accident', anyNumber('--alpha'))
    .option('--mu <n>', 'the weight of single tokens against pairs', anyNumber('--mu'))
    .option('--max-owners <n>', 'what more owners hold is common property', wholeNumber('--max-owners', 'maxOwners'))
    .option('--max-sources <n>', 'how many sources a passage lists', wholeNumber('--max-sources', 'maxSources'))
    .option('--json', 'print the answer as JSON', false)
    .action(attribute)
}

async function attribute(dir: string, file: string, options: AttributeOptions & Output): Promise<void> {
  const { openIndex } = await import('../engine')
  const { json, ...parameters } = options
  const index = await openIndex(dir)
  try {
    const text = await readText(file)
    const answer = await watched(({ signal }) => index.attribute(text, { ...parameters, signal }))
    print(answer, json, describeAttribution)
  } finally {
    index.close()
  }
}
