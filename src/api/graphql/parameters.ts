// What a request brings beside its document: refused in words where it is no JSON, or nested deeper than any input of the schema.
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'

const DEEPEST_VARIABLES = 64

export const useReadableParameters: Plugin = {
  onRequestParse({ requestParser, setRequestParser }) {
    if (requestParser === undefined) return
    setRequestParser(async (request) => {
      try {
        return await requestParser(request)
      } catch (cause) {
        // Of the URL's and the form's parameters yoga passes on what JSON.parse threw.
        if (cause instanceof SyntaxError) throw refusal('The parameters variables and extensions must be JSON')
        throw cause
      }
    })
  },
  onParams({ params }) {
    if (!isDeeper(params.variables, DEEPEST_VARIABLES)) return
    throw refusal(`The variables are nested deeper than ${DEEPEST_VARIABLES} levels`)
  },
}

/** Level by level: a recursion would be what such variables are sent to break. */
function isDeeper(value: unknown, levels: number): boolean {
  let level = [value]
  for (let depth = 0; depth <= levels; depth++) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
    if (level.length === 0) return false
  }
  return true
}

function refusal(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { http: { status: 400 } } })
}
