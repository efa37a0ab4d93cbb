// Every document that the explorer asks is valid against the graph it asks: a renamed field fails here, not on a screen.
import { parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../../src/graph/schema'
import {
  decisionDocument,
  decisionsDocument,
  evidenceDocument,
  newDecisionsDocument,
  verdictsDocument,
} from '../../src/web/data/documents'

test.each([
  ['a page of decisions', decisionsDocument],
  ['the verdicts of a page', verdictsDocument(25)],
  ['one decision', decisionDocument],
  ['its evidence', evidenceDocument],
  ['news of decisions', newDecisionsDocument],
])('%s', (_name, document) => {
  expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([])
})
