// How a document is executed: costed first, then read whole in one snapshot; an answer that is known for the state the database
// is in comes from memory, and one the client has already is not sent again.
import type { IncomingMessage } from 'node:http'
import { type ExecutionArgs, type ExecutionResult, execute, GraphQLError, getOperationAST } from 'graphql'
import type { Plugin, YogaInitialContext } from 'graphql-yoga'
import type { Database, DatabaseState, Reader } from '../../database/snapshot'
import { type AskedBlock, askedBlock } from '../../graph/arguments/block-argument'
import { createGraphContext, type GraphFacts, type PrivateBudget } from '../../graph/context'
import { ResponseTooLargeError } from '../errors'
import type { Limits } from '../limits'
import type { Metrics } from '../metrics'
import { assertAffordable } from './cost'
import { isDatabaseFault } from './refusal'
import { type AskedDocument, answerKey, type ResponseCache } from './response-cache'
import { subscribeInSnapshots } from './subscription'
import { untilIndexed } from './until-indexed'

export type ExecutionOptions = {
  reader: Reader
  cache: ResponseCache
  limits: Limits
  metrics: Metrics
  services: Pick<GraphFacts, 'feed' | 'attribution'>
  budgetOf(address: string): PrivateBudget
}

/** An answer as yoga sends it: with headers, and with the bytes ready where there are no errors to word. */
type Answer = ExecutionResult & { stringify?: () => string; isUnchanged?: boolean }
type Asked = YogaInitialContext & { params: AskedDocument; req: IncomingMessage }

export function useSnapshots(options: ExecutionOptions): Plugin {
  return {
    async onParams({ request, params, setResult }) {
      if (params.query === undefined || isLive(params.query)) return
      const known = await recall(options, request, params)
      if (known !== null) setResult(known)
    },
    onExecute({ args, setExecuteFn }) {
      setExecuteFn(() => answer(args as ExecutionArgs & { contextValue: Asked }, options))
    },
    onSubscribe({ args, setSubscribeFn }) {
      const asked = args as ExecutionArgs & { contextValue: Asked }
      setSubscribeFn(() => {
        assertAffordable(asked, options.limits.cost)
        return subscribeInSnapshots(asked, {
          reader: options.reader,
          contextOf: (database, state) => contextOf(asked.contextValue, { database, state }, options),
        })
      })
    },
    onResultProcess({ result, setResultProcessor }) {
      const { isUnchanged, extensions } = result as Answer
      if (!isUnchanged) return
      const http = extensions?.['http'] as { headers: Record<string, string> }
      setResultProcessor((_result, fetch) => new fetch.Response(null, { status: 304, headers: http.headers }), 'none')
    },
  }
}

/**
 * What depends on more than the state, or is of another one, is never remembered: a quick look at the text spares a parse, and may err
 * to this side.
 */
function isLive(query: string): boolean {
  return /\b(subscription|attribute|lagSeconds)\b|\bblock\s*:/.test(query)
}

async function recall(options: ExecutionOptions, request: Request, params: AskedDocument): Promise<Answer | null> {
  const { cache, metrics } = options
  const state = await options.reader.readState()
  const key = answerKey(params, state)
  const extensions = { http: { headers: headersOf(state, key) } }
  if (request.method === 'GET' && hasTag(request.headers.get('if-none-match'), key)) {
    metrics.cache.inc({ outcome: 'unchanged' })
    return { extensions, isUnchanged: true }
  }
  const body = cache.get(key)
  if (body === undefined) return null
  metrics.cache.inc({ outcome: 'hit' })
  return { extensions, stringify: () => body }
}

async function answer(args: ExecutionArgs & { contextValue: Asked }, options: ExecutionOptions): Promise<Answer> {
  assertAffordable(args, options.limits.cost)
  const asked = args.contextValue
  const block = askedBlock(args)
  const { result, state } = await readAsOf(block, args, options)
  if (block === null) options.metrics.noteState(state)
  // A transaction that broke leaves null where rows are: half an answer would be a wrong one.
  const fault = result.errors?.find(isDatabaseFault)
  if (fault !== undefined) return { errors: [new GraphQLError(fault.message, { originalError: fault })] }
  const key = answerKey(asked.params, state)
  const extensions = { http: { headers: block === null ? headersOf(state, key) : blockHeader(state) } }
  if (result.errors !== undefined) return { ...result, extensions: { http: { headers: blockHeader(state) } } }
  const body = JSON.stringify({ data: result.data })
  const bytes = Buffer.byteLength(body)
  if (bytes > options.limits.responseBytes)
    throw new ResponseTooLargeError({ bytes, limit: options.limits.responseBytes })
  if (isRepeatable(args)) {
    options.metrics.cache.inc({ outcome: 'miss' })
    options.cache.set(key, body)
  }
  return { data: result.data ?? null, extensions, stringify: () => body }
}

async function readAsOf(
  block: AskedBlock | null,
  args: ExecutionArgs & { contextValue: Asked },
  options: ExecutionOptions,
) {
  const { reader, services, limits } = options
  const { signal } = args.contextValue.request
  if (block?.kind === 'least') {
    await untilIndexed(block.number, { reader, feed: services.feed, limitMs: limits.blockWaitMs, signal })
  }
  return reader.inSnapshot(
    async (database, state) => ({
      result: await execute({ ...args, contextValue: contextOf(args.contextValue, { database, state }, options) }),
      state,
    }),
    block?.kind === 'least' ? null : block,
  )
}

function isRepeatable({ document, operationName }: ExecutionArgs): boolean {
  const operation = getOperationAST(document, operationName)
  return operation?.operation === 'query' && !isLive(operation.loc?.source.body ?? 'attribute')
}

function contextOf(asked: Asked, read: { database: Database; state: DatabaseState }, options: ExecutionOptions) {
  const budget = options.budgetOf(asked.req.socket.remoteAddress ?? '')
  return createGraphContext({ ...read, ...options.services, budget, signal: asked.request.signal })
}

function headersOf(state: DatabaseState, key: string): Record<string, string> {
  // The clients ask each time, and mostly learn that nothing changed.
  return { ETag: `W/"${key}"`, 'Cache-Control': 'no-cache', ...blockHeader(state) }
}

function blockHeader(state: DatabaseState): Record<string, string> {
  const [head] = state.heads
  return head === undefined ? {} : { 'x-headwater-block': `${head.number} ${head.hash}` }
}

function hasTag(header: string | null, key: string): boolean {
  const tags = header?.split(',') ?? []
  return tags.some((tag) => tag.trim().replace(/^W\//, '') === `"${key}"`)
}
