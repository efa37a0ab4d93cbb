// The schema as clients see it is a file under version control: whoever changes it shows the change.
import { type GraphQLObjectType, getNamedType, isObjectType, lexicographicSortSchema, printSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../src/graph/schema'

const objects = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
)

describe('the schema', () => {
  it('is the one that docs/schema.graphql prints', async () => {
    await expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toMatchFileSnapshot('../../docs/schema.graphql')
  })

  it('charges every list for its page size', () => {
    const lists = objects.flatMap((type) =>
      Object.values(type.getFields()).filter((field) => getNamedType(field.type).name.endsWith('Connection')),
    )
    expect(lists.length).toBeGreaterThan(15)
    for (const field of lists) expect(typeof field.extensions['complexity'], field.name).toBe('function')
  })

  it('shows no input of an inference', () => {
    const fields = Object.keys((schema.getType('Inference') as GraphQLObjectType).getFields())
    expect(fields.filter((name) => /input/i.test(name))).toEqual(['inputHash'])
  })
})
