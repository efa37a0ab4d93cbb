// The engine as the rest of the house sees it: build an index, open it, ask which data explains an output. Everything runs off the
// event loop; docs/attribution.md explains the answers.
import type { BuildProgress, IndexInfo, NativeIndex } from '../../native/node'
import { type Attribution, unpackAnswer } from './answer'
import { textMalformed } from './errors'
import { type BuildLimits, cancellable, checkLimits, checkWhole, engine, translated } from './native'
import { type RetrievalShares, type RetrievedRow, retrievalShares } from './retrieval'

export type { BuildProgress, IndexInfo } from '../../native/node'
export type { Attribution, MethodParameters, Passage, Reason, Share, Source } from './answer'

/** A row without an owner is its own owner. */
export type Row = { id: string; owner?: string; text: string }

/** JSONL files one after the other (- is stdin), JSONL as bytes (which must not change meanwhile), or rows. */
export type RowSource = { paths: string[] } | { jsonl: Uint8Array } | { rows: Row[] }

/** The eyes and the brake of long work. */
export type Watching = {
  signal?: AbortSignal
  onProgress?: (progress: BuildProgress) => void
}

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

type Attribute = (text: string | Uint8Array, options?: AttributeOptions) => Promise<Attribution>

/** Rows by their ids, or pairs of their places in the order of submission: the first of a range, and the one after its last. */
export type RowChoice = { ids: string[] } | { ranges: Uint32Array }

/** Some rows as a data set of their own. It stays what it is, whatever becomes of the index. */
export type Selection = { attribute: Attribute; dataSet: string; rows: number; tokens: number }

export type Index = {
  /** A text, or its UTF-8. Rejects with an EngineError, or with the signal's reason. */
  attribute: Attribute
  /** Answers equal those of an index of these rows alone. The first time takes a pass over the index; the last few are remembered. */
  select(rows: RowChoice): Promise<Selection>
  /** `retrieval/1`: listed rows are found in the index and their texts hashed. Rejects with an EngineError when the list can't be taken. */
  retrievalShares(listed: readonly RetrievedRow[]): Promise<RetrievalShares>
  info(): IndexInfo
  /** Goes over to what the last commit left; attributions under way end as they began. Says whether there was anything new. */
  refresh(): Promise<boolean>
  /** Attributions under way end as if it were open. */
  close(): void
}

/** Builds an index in a folder that is empty or does not exist. It appears whole or not at all. */
export async function buildIndex(folder: string, source: RowSource, options: BuildOptions = {}): Promise<IndexInfo> {
  const { signal, onProgress, ...limits } = options
  checkLimits(limits)
  return await cancellable(signal, (cancellation) =>
    engine().buildIndex(folder, source, limits, cancellation, onProgress),
  )
}

/** Builds an index from one of infini-gram, version 4. It appears whole or not at all. */
export async function importIndex(from: string, folder: string, options: ImportOptions = {}): Promise<IndexInfo> {
  const { signal, onProgress, ...rest } = options
  checkLimits(rest)
  return await cancellable(signal, (cancellation) => engine().importIndex(from, folder, rest, cancellation, onProgress))
}

/** Writes the rows of an index as one that infini-gram opens, in a folder that is empty or does not exist. */
export async function exportIndex(folder: string, to: string, options: Watching = {}): Promise<IndexInfo> {
  const { signal, onProgress } = options
  return await cancellable(signal, (cancellation) => engine().exportIndex(folder, to, cancellation, onProgress))
}

/**
 * Opens an index. The lengths of its files are compared now, their content block by block before its first use. While it is open nobody may cut a file of it
 * short or write into one: the system ends a process that reads what is no longer there (SIGBUS). Changing it by a writer is safe.
 */
export async function openIndex(folder: string): Promise<Index> {
  const native = await translated(() => engine().openIndex(folder))
  return {
    attribute: async (text, options = {}) => await attribute(native, text, options),
    select: async (rows) => await select(native, rows),
    retrievalShares: async (listed) => await retrievalShares(native, listed),
    info: () => native.info(),
    refresh: () => translated(() => native.refresh()),
    close: () => native.close(),
  }
}

/** Says what an index holds. */
export async function indexInfo(folder: string): Promise<IndexInfo> {
  return await translated(() => engine().indexInfo(folder))
}

/** Checks all files of an index, names every bad one, and says what it holds. */
export async function verifyIndex(folder: string): Promise<IndexInfo> {
  return await translated(() => engine().verifyIndex(folder))
}

async function select(index: NativeIndex, rows: RowChoice): Promise<Selection> {
  const native = await translated(() => index.select(rows))
  return {
    attribute: async (text, options = {}) => await attribute(native, text, options),
    dataSet: native.dataSet,
    rows: native.rows,
    tokens: native.tokens,
  }
}

async function attribute(
  native: Pick<NativeIndex, 'attribute'>,
  text: string | Uint8Array,
  options: AttributeOptions,
): Promise<Attribution> {
  const { signal, ...parameters } = options
  checkWhole(parameters, ['maxOwners', 'minTokens', 'maxSources', 'maxPassages'])
  const output = text instanceof Uint8Array ? decode(text) : text
  const packed = await cancellable(signal, (cancellation) => native.attribute(output, parameters, cancellation))
  return unpackAnswer(packed, output)
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw textMalformed('the output', cause)
  }
}
