// OpenAI's own tokenizer over the texts of a file of rows, with the vocabulary that js-tiktoken brings.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ranks from 'js-tiktoken/ranks/cl100k_base'
import { hasPython, python } from '../programs.mts'

const isThere = hasPython('tiktoken')

/** Seconds of one thread's processor time; nothing where Python has no tiktoken. */
export async function measureTiktoken(home: string, rowsFile: string, tokens: number): Promise<number | undefined> {
  if (!isThere) return undefined
  const ranksFile = join(home, 'cl100k_base.json')
  writeFileSync(ranksFile, JSON.stringify(ranks))
  const line = (await python('tiktoken_bench.py', [ranksFile, rowsFile]))[0] ?? {}
  if (line['tokens'] !== tokens) throw new Error(`tiktoken finds ${line['tokens']} tokens, not ${tokens}`)
  return Number(line['seconds'])
}
