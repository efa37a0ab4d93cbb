// The engine as the rest of the house sees it: build an index, open it, ask which data explains an output. Everything runs off the
// event loop; docs/attribution.md explains the answers.
import { createRequire } from 'node:module'
import type { BuildProgress, Cancellation, IndexInfo, NativeIndex } from '../../native/node'
import { type Attribution, unpackAnswer } from './answer'
import { EngineError, engineMissing, textMalformed, toEngineError } from './errors'

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

export type BuildOptions = Watching & {
  /** A segment is closed once it has this many tokens; how rows are cut into segments changes no answer. */
  segmentTokens?: number
}

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

export type Index = {
  /** A text, or its UTF-8. Rejects with an EngineError, or with the signal's reason. */
  attribute(text: string | Uint8Array, options?: AttributeOptions): Promise<Attribution>
  info(): IndexInfo
  /** Attributions under way end as if it were open. */
  close(): void
}

/** Builds an index in a folder that is empty or does not exist. It appears whole or not at all. */
export async function buildIndex(folder: string, source: RowSource, options: BuildOptions = {}): Promise<IndexInfo> {
  const { signal, onProgress, ...limits } = options
  return await cancellable(signal, (cancellation) =>
    engine().buildIndex(folder, source, limits, cancellation, onProgress),
  )
}

/** Builds an index from one of infini-gram, version 4. It appears whole or not at all. */
export async function importIndex(from: string, folder: string, options: ImportOptions = {}): Promise<IndexInfo> {
  const { signal, onProgress, ...rest } = options
  return await cancellable(signal, (cancellation) => engine().importIndex(from, folder, rest, cancellation, onProgress))
}

/** Writes the rows of an index as one that infini-gram opens, in a folder that is empty or does not exist. */
export async function exportIndex(folder: string, to: string, options: Watching = {}): Promise<IndexInfo> {
  const { signal, onProgress } = options
  return await cancellable(signal, (cancellation) => engine().exportIndex(folder, to, cancellation, onProgress))
}

/** Opens an index after checking all of its files. */
export async function openIndex(folder: string): Promise<Index> {
  const native = await translated(() => engine().openIndex(folder))
  return {
    attribute: async (text, options = {}) => await attribute(native, text, options),
    info: () => native.info(),
    close: () => native.close(),
  }
}

/** Checks all files of an index and says what it holds. */
export async function verifyIndex(folder: string): Promise<IndexInfo> {
  return await translated(() => engine().verifyIndex(folder))
}

async function attribute(
  native: NativeIndex,
  text: string | Uint8Array,
  options: AttributeOptions,
): Promise<Attribution> {
  const { signal, ...parameters } = options
  const output = text instanceof Uint8Array ? decode(text) : text
  const packed = await cancellable(signal, (cancellation) => native.attribute(output, whole(parameters), cancellation))
  return unpackAnswer(packed, output)
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw textMalformed('the output', cause)
  }
}

type Parameters = Omit<AttributeOptions, 'signal'>

/** Numbers cross the border as 32-bit ones without a sign: what would wrap around there is refused here. */
function whole(parameters: Parameters): Parameters {
  for (const name of ['maxOwners', 'minTokens', 'maxSources', 'maxPassages'] as const) {
    const value = parameters[name]
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= 0xffffffff)) {
      throw toEngineError(new RangeError(`${name} is ${value}; it must be a whole number that is not negative`))
    }
  }
  return parameters
}

async function cancellable<T>(
  signal: AbortSignal | undefined,
  work: (cancellation: Cancellation) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const cancellation = new (engine().Cancellation)()
  const cancel = () => cancellation.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    return await translated(() => work(cancellation), signal)
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

async function translated<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'ABORT_ERR' && signal?.aborted) throw signal.reason
    throw thrown instanceof EngineError ? thrown : toEngineError(thrown)
  }
}

type Engine = typeof import('../../native/node')

let loaded: Engine | undefined

/** Loaded when it is first needed: whoever only asks for --help needs no engine. */
function engine(): Engine {
  if (loaded === undefined) {
    try {
      loaded = createRequire(__filename)('../../native/node') as Engine
    } catch (cause) {
      throw engineMissing(cause)
    }
  }
  return loaded
}
