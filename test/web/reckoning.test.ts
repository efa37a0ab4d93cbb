// The sums of a trace as the page makes them: one whole, what is left for sources not shown, and who gains by a claim.
import { expect, test } from 'vitest'
import type { Source, Trace } from '../../src/web/data/answers'
import { gainsOf, reckon } from '../../src/web/decision/reckoning'
import { sourceOf } from './source'

const traceOf = (nodes: Source[], rest: { count: number; sharePpb: number }, unattributedPpb: number): Trace => ({
  method: 'SUFFIX_ARRAY',
  methodVersion: 'suffix-array/1',
  status: 'UNCLAIMED',
  distancePpb: null,
  reason: null,
  unattributedPpb,
  inference: { id: 'Inference:1', output: { text: '' } },
  run: { engine: '0.1.0', tokenizer: 'cl100k_base', dataSet: '', parameters: {} },
  claim: null,
  sources: { totalCount: nodes.length + rest.count, pageInfo: { hasNextPage: true, endCursor: 'c' }, nodes, rest },
})

const nodes = [sourceOf({ sharePpb: 300_000_000 }), sourceOf({ sharePpb: 200_000_000 })]
const trace = traceOf(nodes, { count: 3, sharePpb: 100_000_000 }, 400_000_000)

test('page, rest and unattributed make one whole', () => {
  expect(reckon(trace, nodes)).toEqual({
    creditedPpb: 600_000_000n,
    unattributedPpb: 400_000_000n,
    rest: { count: 3, ppb: 100_000_000n },
    isWhole: true,
  })
})

test('sources shown later leave the rest', () => {
  const later = sourceOf({ sharePpb: 60_000_000 })
  expect(reckon(trace, [...nodes, later])).toMatchObject({
    creditedPpb: 600_000_000n,
    rest: { count: 2, ppb: 40_000_000n },
    isWhole: true,
  })
})

test('what does not add up is not called whole', () => {
  expect(reckon(traceOf(nodes, { count: 0, sharePpb: 0 }, 400_000_000), nodes)?.isWhole).toBe(false)
})

test('without a run there is nothing to sum up', () => {
  expect(reckon({ ...trace, run: null, unattributedPpb: null }, [])).toBeNull()
})

test('gains are summed up by contributor, the largest first; losses and unknown claims are none', () => {
  const sources = [
    sourceOf({ address: '0xaa', sharePpb: 10, claimedPpb: 30 }),
    sourceOf({ address: '0xaa', sharePpb: 20, claimedPpb: 15 }),
    sourceOf({ address: '0xbb', sharePpb: 5, claimedPpb: 105 }),
    sourceOf({ address: '0xcc', sharePpb: 50, claimedPpb: 0 }),
    sourceOf({ address: '0xdd', sharePpb: 0, claimedPpb: null }),
  ]
  expect(gainsOf(sources)).toEqual([
    { contributor: '0xbb', ppb: 100n },
    { contributor: '0xaa', ppb: 15n },
  ])
})
