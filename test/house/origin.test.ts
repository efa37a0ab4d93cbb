// Every row names the chain, block, transaction and log it came from: held against the entities' own schema.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/config'

const ORIGIN = ['chainId', 'blockNumber', 'blockHash', 'timestamp', 'transactionHash', 'logIndex']
// Rows about blocks themselves, which no log tells.
const BLOCKS = ['Head', 'Block']
// Rows about transactions, of which no log tells either.
const TRANSACTIONS = ['L1Origin', 'Transaction', 'CoinMovement']
// A message to the database, of which no row stays.
const MESSAGES = ['PastRows']

const directives = `scalar BigInt scalar DateTime scalar JSON
directive @entity on OBJECT directive @derivedFrom(field: String!) on FIELD_DEFINITION
directive @index(fields: [String!]) repeatable on OBJECT | FIELD_DEFINITION type Query { _: Boolean }`
const schema = buildSchema(directives + readFileSync(join(PROJECT_ROOT, 'schema.graphql'), 'utf8'))
const entities = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ astNode }) => astNode?.directives?.some(({ name }) => name.value === 'entity'))

test.each(entities.filter(({ name }) => ![...BLOCKS, ...MESSAGES].includes(name)))(
  '$name says where it came from',
  (entity) => {
    const fields = entity.getFields()
    const named = TRANSACTIONS.includes(entity.name) ? ORIGIN.filter((name) => name !== 'logIndex') : ORIGIN
    for (const name of named) expect(String(fields[name]?.type), name).toMatch(/!$/)
  },
)

test('there are entities', () => {
  expect(entities.length).toBeGreaterThan(15)
})
