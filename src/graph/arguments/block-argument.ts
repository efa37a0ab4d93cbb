// `block` on every root field of a query: as of which block of the L2 is it asked? One block a document, since a document is answered
// from one snapshot. What it names is read here before anything is executed; the fields themselves need not know of it.
import {
  assertInputObjectType,
  type ExecutionArgs,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getOperationAST,
  getVariableValues,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { BlockChoice } from '../../database/as-of'
import { builder } from '../builder'
import { ArgumentRefusedError, BlocksDifferError } from '../errors'

/** `least`: the newest block, once it is this one or a later one. */
export type AskedBlock = BlockChoice | { kind: 'least'; number: number }

const BlockAt = builder.inputType('BlockAt', {
  isOneOf: true,
  description: 'A block of the L2: by its number, by its hash, or whatever is newest once it has come to a number.',
  fields: (t) => ({
    number: t.int(),
    hash: t.field({ type: 'Bytes' }),
    number_gte: t.int({ description: 'Waited for, briefly: what was written in that block is in the answer.' }),
  }),
})

const NAME = 'block'
const DESCRIPTION = 'As of this block. All root fields of a document name the same one, or none.'

/** Gives every root field the argument. */
export function withBlockArgument(schema: GraphQLSchema): GraphQLSchema {
  const type = assertInputObjectType(schema.getType(BlockAt.name))
  const rest = { defaultValue: undefined, deprecationReason: undefined, extensions: {}, astNode: undefined }
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    field.args = [...field.args, { name: NAME, description: DESCRIPTION, type, ...rest }]
  }
  return schema
}

type Asked = Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>

/** Null where none is named: the newest. */
export function askedBlock({ schema, document, operationName, variableValues }: Asked): AskedBlock | null {
  const operation = getOperationAST(document, operationName)
  const query = schema.getQueryType()
  if (operation?.operation !== 'query' || !query) return null
  const variables = getVariableValues(schema, operation.variableDefinitions ?? [], { ...variableValues }).coerced
  // What is wrong with the variables is said when the document is executed.
  if (variables === undefined) return null
  const choices = rootFields({ schema, document, variableValues: variables }, operation.selectionSet).map((node) => {
    const field = query.getFields()[node.name.value]
    const given = field && node.arguments?.some(({ name }) => name.value === NAME)
    return given ? readChoice(getArgumentValues(field, node, variables)[NAME]) : null
  })
  const [first = null, ...others] = choices
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) throw new BlocksDifferError()
  return first
}

/** Those that are executed, introspection aside, however fragments hold them. */
function rootFields(asked: Asked, { selections }: SelectionSetNode): FieldNode[] {
  return selections.flatMap((node) => {
    const values = asked.variableValues ?? {}
    if (getDirectiveValues(GraphQLSkipDirective, node, values)?.['if'] === true) return []
    if (getDirectiveValues(GraphQLIncludeDirective, node, values)?.['if'] === false) return []
    if (node.kind === Kind.FIELD) return node.name.value.startsWith('__') ? [] : [node]
    if (node.kind === Kind.INLINE_FRAGMENT) return rootFields(asked, node.selectionSet)
    const spread = asked.document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === node.name.value,
    )
    return spread?.kind === Kind.FRAGMENT_DEFINITION ? rootFields(asked, spread.selectionSet) : []
  })
}

type Given = { number?: number; hash?: string; number_gte?: number } | null | undefined

function readChoice(value: unknown): AskedBlock | null {
  const given = value as Given
  if (given == null) return null
  if (given.hash !== undefined) return { kind: 'hash', hash: given.hash }
  const number = given.number ?? given.number_gte ?? 0
  if (number < 0) throw new ArgumentRefusedError({ name: NAME, value: number, expected: "a block's number, from 0 up" })
  return { kind: given.number === undefined ? 'least' : 'number', number }
}
