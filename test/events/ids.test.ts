// Ids are read by people and other programs: their form is pinned, and sorting them is sorting the chain.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as ids from '../../src/events/ids'

test('every id has its fixed form', () => {
  const datanet = ids.datanetId(1612, 7n)
  const version = ids.modelVersionId(ids.modelId(1612, 3n), 2n)
  const inference = ids.inferenceId(1612, `0x${'AB'.repeat(32)}`)
  expect({
    head: ids.headId(1612),
    account: ids.accountId(1612, '0xABcd000000000000000000000000000000000001'),
    block: ids.blockId(1612, 22_000_000),
    datanet,
    contribution: ids.contributionId(datanet, 12n),
    datanetVersion: ids.datanetVersionId(datanet, 4n),
    baseModel: ids.baseModelId(1612, 1n),
    version,
    trainingData: ids.trainingDataId(version, 7n, 4n),
    inference,
    position: ids.positionId({ chainId: 1612, blockNumber: 99, logIndex: 5 }),
    stake: ids.stakeId(1612, 8n),
    deployment: ids.adapterDeploymentId(ids.adapterId(1612, 2n), `0x${'AB'.repeat(32)}`),
    milestone: ids.milestoneId(ids.grantId(1612, 3n), 1n),
    dataPoint: ids.dataPointId(ids.contributionId(datanet, 12n), 345),
    run: ids.runId(inference, 'SUFFIX_ARRAY'),
  }).toEqual({
    head: '1612',
    account: '1612-0xabcd000000000000000000000000000000000001',
    block: '1612-0022000000',
    datanet: '1612-0000000007',
    contribution: '1612-0000000007-0000000012',
    datanetVersion: '1612-0000000007-v0000000004',
    baseModel: '1612-0000000001',
    version: '1612-0000000003-v0000000002',
    trainingData: '1612-0000000003-v0000000002-0000000007-v0000000004',
    inference: `1612-0x${'ab'.repeat(32)}`,
    position: '1612-0000000099-000005',
    stake: '1612-0000000008',
    deployment: `1612-0000000002-0x${'ab'.repeat(32)}`,
    milestone: '1612-0000000003-m0000000001',
    dataPoint: '1612-0000000007-0000000012-0000345',
    run: `1612-0x${'ab'.repeat(32)}-SUFFIX_ARRAY`,
  })
})

test('positions sort as the chain does', () => {
  const place = fc.record({ blockNumber: fc.nat(2 ** 31 - 1), logIndex: fc.nat(999_999) })
  fc.assert(
    fc.property(place, place, (a, b) => {
      const chainOrder = Math.sign(a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
      const [one, other] = [a, b].map((at) => ids.positionId({ chainId: 1, ...at })) as [string, string]
      return chainOrder === (one < other ? -1 : one > other ? 1 : 0)
    }),
  )
})

test('a number longer than its padding stays whole and unique', () => {
  expect(ids.datanetId(1, 2n ** 256n - 1n)).toBe(`1-${2n ** 256n - 1n}`)
})
