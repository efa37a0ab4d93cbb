// The GraphQL endpoint: yoga with our limits, our execution and our words for what goes wrong.
import { randomUUID } from 'node:crypto'
import type { GraphQLError } from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import { describeError } from '../../errors'
import { schema } from '../../graph/schema'
import type { Log } from '../../log'
import { type ExecutionOptions, useSnapshots } from './execution'
import { renderGraphiql, useGraphiqlPolicy } from './graphiql'
import { useReadableParameters } from './parameters'
import { refusalOf, withoutStatus } from './refusal'
import { useShapeLimits } from './shape'

export type GraphqlOptions = ExecutionOptions & { log: Log; graphiql: boolean }

export function createGraphqlEndpoint(options: GraphqlOptions) {
  const { limits, log, metrics } = options
  const maskError = (error: unknown): GraphQLError => {
    const request = { requestId: randomUUID(), statementMs: limits.statementMs, bodyBytes: limits.bodyBytes }
    return refusalOf(error, request, (unexpected) =>
      log.error({ requestId: unexpected.requestId, stack: stackOf(unexpected.error) }, describeError(unexpected.error)),
    )
  }
  /** Faults of the document pass the mask by: here every error gets its code, and is counted once. */
  const useCodes: Plugin = {
    onResultProcess({ result, setResult }) {
      if (!('errors' in result) || !result.errors) return
      const errors = result.errors.map(maskError)
      for (const error of errors) metrics.errors.inc({ code: String(error.extensions['code']) })
      setResult({ ...result, errors: isPartial(result) ? errors.map(withoutStatus) : errors })
    },
  }
  return createYoga({
    schema,
    graphqlEndpoint: '/graphql',
    maskedErrors: { maskError },
    maxRequestBodySize: limits.bodyBytes,
    // Everything here is public and read-only, and nothing goes by cookies: any page may ask, and there is nothing to forge.
    cors: {
      origin: '*',
      credentials: false,
      methods: ['GET', 'POST'],
      allowedHeaders: ['content-type', 'accept', 'if-none-match'],
      exposedHeaders: ['etag', 'x-headwater-block'],
    },
    multipart: false,
    batching: false,
    graphiql: options.graphiql,
    renderGraphiQL: renderGraphiql,
    landingPage: false,
    logging: false,
    plugins: [useReadableParameters, useShapeLimits(limits), useSnapshots(options), useCodes, useGraphiqlPolicy],
  })
}

function isPartial(result: { data?: unknown }): boolean {
  return result.data !== undefined && result.data !== null
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined
}
