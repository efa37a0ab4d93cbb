// Numbers and times that no chain reaches: whoever says them is refused as one who lies, before any column overflows.
import { describe, expect, test } from 'vitest'
import { readHeader } from '../../../src/chain/blocks/header'
import { readLogs } from '../../../src/chain/blocks/node-log'
import { Contradiction } from '../../../src/chain/endpoints/refused'
import { address, bytes32 } from '../../support/blocks/blocks'

const LOG = {
  address: address(1),
  topics: [bytes32(1)],
  data: '0x',
  logIndex: '0x0',
  transactionIndex: '0x0',
  transactionHash: bytes32(2),
  blockNumber: '0x1',
  blockHash: bytes32(3),
  blockTimestamp: '0x1',
}
const HEADER = {
  number: '0x1',
  hash: bytes32(3),
  parentHash: bytes32(4),
  timestamp: '0x1',
  logsBloom: `0x${'0'.repeat(512)}`,
  transactionsRoot: bytes32(5),
  receiptsRoot: bytes32(6),
}
// 2^31 - 1 and 2^31; the last second of the year 9999 and the first of the next.
const PLACES = ['0x7fffffff', '0x80000000']
const SECONDS = ['0x3afff4417f', '0x3afff44180']

describe('a log whose', () => {
  test.each([
    ['logIndex', ...PLACES],
    ['transactionIndex', ...PLACES],
    ['blockNumber', ...PLACES],
    ['blockTimestamp', ...SECONDS],
  ])('%s is %s is read, and %s is refused', (name, last, beyond) => {
    expect(readLogs([{ ...LOG, [name]: last }])).toHaveLength(1)
    for (const value of [beyond, '0xfffffffffffff']) {
      expect(() => readLogs([{ ...LOG, [name]: value }])).toThrow(Contradiction)
    }
  })
})

describe('a header whose', () => {
  test.each([
    ['number', ...PLACES],
    ['timestamp', ...SECONDS],
  ])('%s is %s is read, and %s is refused', (name, last, beyond) => {
    expect(readHeader({ ...HEADER, [name]: last }, false).timestamp.getTime()).toBeGreaterThan(0)
    for (const value of [beyond, '0x1fffffffffffff']) {
      expect(() => readHeader({ ...HEADER, [name]: value }, false)).toThrow(Contradiction)
    }
  })
})
