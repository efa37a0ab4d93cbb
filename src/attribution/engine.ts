// The engine as the rest of the house sees it: build an index, open it, ask which data explains an output. Everything runs off the
// event loop; docs/attribution.md explains the answers.
import type { IndexInfo, NativeIndex } from '../../native/node'
import { type Attribution, unpackAnswer } from './answer'
import { checkList, checkOneOf, checkOptions, checkPath, checkType, checkWhole, type Watching } from './arguments'
import { badArgument, textMalformed, textTooLarge } from './errors'
import { BUILD_LIMITS, type BuildLimits, checkLimits, engine, told, translated, watched } from './native'
import { type RetrievalShares, type RetrievedRow, retrievalShares } from './retrieval'
import { checkSource, type RowSource } from './row-source'

export type { BuildProgress, IndexInfo } from '../../native/node'
export type { Attribution, MethodParameters, Passage, Reason, Share, Source } from './answer'
export type { Watching } from './arguments'
export type { Row, RowSource } from './row-source'

export type BuildOptions = Watching & BuildLimits

export type ImportOptions = BuildOptions & {
  /** Where a metadata line has the id and the owner: a field, or a path of fields with dots between them. */
  idField?: string
  ownerField?: string
  /** A `tokenizer.json`, where the tokens are neither bytes nor of `cl100k_base`. */
  vocabulary?: string
}

/** What is left out has its default; docs/attribution.md says what each means. */
export type AttributeOptions = {
  alpha?: number
  mu?: number
  maxOwners?: number
  minTokens?: number
  maxSources?: number
  maxPassages?: number
  signal?: AbortSignal
}

const IMPORT_FIELDS = ['idField', 'ownerField', 'vocabulary'] as const

type Attribute = (text: string | Uint8Array, options?: AttributeOptions) => Promise<Attribution>

/** Rows by their ids, or pairs of their places in the order of submission: the first of a range, and the one after its last. */
export type RowChoice = { ids: string[] } | { ranges: Uint32Array }

/** Some rows as a data set of their own. It stays what it is, whatever becomes of the index. */
export type Selection = {
  attribute: Attribute
  dataSet: string
  rows: number
  tokens: number
  /** Lets go of the index's files, which it holds even after the index was closed. Attributions under way end as if it were open. */
  close(): void
}

export type Index = {
  /** A text, or its UTF-8. Rejects with an EngineError, or with the signal's reason. */
  attribute: Attribute
  /** Answers equal those of an index of these rows alone. The first time takes a pass over the index; the last few are remembered. */
  select(rows: RowChoice, options?: Pick<Watching, 'signal'>): Promise<Selection>
  /** `retrieval/1`: listed rows are found in the index and their texts hashed. Rejects with an EngineError when the list can't be taken. */
  retrievalShares(listed: readonly RetrievedRow[], options?: Pick<Watching, 'signal'>): Promise<RetrievalShares>
  info(): IndexInfo
  /** Goes over to what the last commit left; attributions under way end as they began. Says whether there was anything new. */
  refresh(): Promise<boolean>
  /** Attributions under way end as if it were open. */
  close(): void
}

/** Builds an index in a folder that is empty or does not exist. It appears whole or not at all. */
export async function buildIndex(folder: string, source: RowSource, options: BuildOptions = {}): Promise<IndexInfo> {
  checkPath('the folder', folder)
  checkSource(source)
  checkOptions(options, BUILD_LIMITS)
  checkLimits(options)
  return await watched(options, (...watch) => engine().buildIndex(folder, source, options, ...watch))
}

/** Builds an index from one of infini-gram, version 4. It appears whole or not at all. */
export async function importIndex(from: string, folder: string, options: ImportOptions = {}): Promise<IndexInfo> {
  checkPath('the folder to read', from)
  checkPath('the folder', folder)
  checkOptions(options, [...BUILD_LIMITS, ...IMPORT_FIELDS])
  checkLimits(options)
  for (const name of IMPORT_FIELDS) if (options[name] !== undefined) checkPath(name, options[name])
  return await watched(options, (...watch) => engine().importIndex(from, folder, options, ...watch))
}

/** Writes the rows of an index as one that infini-gram opens, in a folder that is empty or does not exist. */
export async function exportIndex(folder: string, to: string, options: Watching = {}): Promise<IndexInfo> {
  checkPath('the folder', folder)
  checkPath('the folder to write', to)
  checkOptions(options, [])
  return await watched(options, (...watch) => engine().exportIndex(folder, to, ...watch))
}

/**
 * Opens an index. The lengths of its files are compared now, their content block by block before its first use. While it is open nobody may cut a file of it
 * short or write into one: the system ends a process that reads what is no longer there (SIGBUS). Changing it by a writer is safe.
 */
export async function openIndex(folder: string): Promise<Index> {
  checkPath('the folder', folder)
  const native = await translated(() => engine().openIndex(folder))
  return {
    attribute: async (text, options = {}) => await attribute(native, text, options),
    select: async (rows, options = {}) => await select(native, rows, options),
    retrievalShares: async (listed, options = {}) => await retrievalShares(native, listed, options),
    info: () => told(() => native.info()),
    refresh: () => translated(async () => await native.refresh()),
    close: () => native.close(),
  }
}

/** Says what an index holds. */
export async function indexInfo(folder: string): Promise<IndexInfo> {
  checkPath('the folder', folder)
  return await translated(() => engine().indexInfo(folder))
}

/** Checks all files of an index, names every bad one, and says what it holds. */
export async function verifyIndex(folder: string, options: Watching = {}): Promise<IndexInfo> {
  checkPath('the folder', folder)
  checkOptions(options, [])
  return await watched(options, (...watch) => engine().verifyIndex(folder, ...watch))
}

async function select(index: NativeIndex, rows: RowChoice, options: Pick<Watching, 'signal'>): Promise<Selection> {
  checkOptions(options, [], ['signal'])
  checkOneOf('rows', rows, ['ids', 'ranges'])
  if ('ids' in rows) {
    checkList('ids', rows.ids)
    for (const id of rows.ids) checkType('an id', id, 'string')
  } else if (!(rows.ranges instanceof Uint32Array)) {
    throw badArgument('ranges must be a Uint32Array')
  }
  const native = await watched(options, (cancellation) => index.select(rows, cancellation))
  return {
    attribute: async (text, options = {}) => await attribute(native, text, options),
    dataSet: native.dataSet,
    rows: native.rows,
    tokens: native.tokens,
    close: () => native.close(),
  }
}

const NUMBERS = ['alpha', 'mu'] as const
const WHOLE_NUMBERS = ['maxOwners', 'minTokens', 'maxSources', 'maxPassages'] as const
const PARAMETERS = [...NUMBERS, ...WHOLE_NUMBERS]

async function attribute(
  native: Pick<NativeIndex, 'attribute'>,
  text: string | Uint8Array,
  options: AttributeOptions,
): Promise<Attribution> {
  checkOptions(options, PARAMETERS, ['signal'])
  for (const name of NUMBERS) if (options[name] !== undefined) checkType(name, options[name], 'number')
  checkWhole(options, WHOLE_NUMBERS)
  const output = textOf(text)
  const packed = await watched(options, (cancellation) => native.attribute(output, options, cancellation))
  return unpackAnswer(packed, output)
}

/** What is too long is refused before it is converted: that takes the event loop's time. No text has fewer bytes than UTF-16 units. */
function textOf(given: string | Uint8Array): string {
  const limit = engine().MAX_OUTPUT_BYTES
  const isBytes = given instanceof Uint8Array
  if (!isBytes) checkType('the text', given, 'string')
  if (given.length > limit) throw textTooLarge(given.length, limit)
  if (!isBytes) return given
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(given)
  } catch (cause) {
    throw textMalformed('the output', cause)
  }
}
