// What stands in an address book is kept to or refused by name: nothing of it is passed over.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CHAINS, ConfigurationError, NETWORKS, readAddressBook, readConfig } from '../../src/config'
import { RETAINED_BLOCKS } from '../../src/database/store/chain-database'

const home = mkdtempSync(join(tmpdir(), 'headwater-book-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const WRITTEN = {
  chainId: 31_337,
  interface: 'poa/1',
  rpcUrls: ['http://127.0.0.1:8545'],
  contracts: { OPEN: `0x${'1'.repeat(40)}` },
  content: { allowPrivateAddresses: true, baseUrl: 'http://127.0.0.1:1' },
  seed: 1,
}
const L1 = { chainId: 31_338, rpcUrls: ['wss://one.example', 'https://two.example/key'], contracts: {} }

function read(more: Record<string, unknown>, chain: (typeof CHAINS)[number] = 'l2') {
  mkdirSync(join(home, 'chain'), { recursive: true })
  writeFileSync(join(home, 'chain', 'addresses.json'), JSON.stringify({ ...WRITTEN, ...more }))
  return readAddressBook(readConfig({ NETWORK: 'local', HEADWATER_HOME: home }), chain)
}

test('what the local chain writes is read', () => {
  expect(read({ ethereum: L1 })).toMatchObject({ chainId: 31_337, rpcUrls: WRITTEN.rpcUrls })
  expect(read({ ethereum: L1 }, 'ethereum')).toMatchObject({ chainId: 31_338, rpcUrls: L1.rpcUrls })
})

const GATEWAY = 'https://gateway.example/network/ethereum-mainnet'

test('a gateway is for who says that he trusts it', () => {
  const terms = { gateway: GATEWAY, checks: 'fast', transactions: 'needed', state: 'none' }
  expect(read({ ethereum: { ...L1, gateway: GATEWAY, checks: 'fast' } }, 'ethereum').gateway).toBe(GATEWAY)
  expect(read(terms)).toMatchObject(terms)
})

test.each<[Record<string, unknown>, RegExp]>([
  [{ check: 'full' }, /addresses\.json: Unrecognized key: "check"/],
  [{ ethereum: { ...L1, logRange: 5 } }, /addresses\.json: ethereum: Unrecognized key: "logRange"/],
  [{ content: { allowPrivateAdresses: true } }, /content: Unrecognized key/],
  [{ rpcUrls: ['nonsense'] }, /rpcUrls\.0: must be a URL of http, https, ws, wss/],
  [{ rpcUrls: ['http://127.0.0.1:1', 'rpc.example.org:8545'] }, /rpcUrls\.1: must be a URL/],
  [{ gateway: 'ws://one.example', checks: 'fast' }, /gateway: must be a URL of http, https/],
  [{ gateway: GATEWAY }, /json: checks: must be fast where there is a gateway/],
  [{ gateway: GATEWAY, checks: 'full' }, /json: checks: must be fast/],
  [{ gateway: GATEWAY, checks: 'fast', transactions: 'fees' }, /json: transactions: must be needed/],
  [{ gateway: GATEWAY, checks: 'fast', state: 'staking' }, /json: state: must be none/],
  [{ ethereum: { ...L1, gateway: GATEWAY } }, /json: ethereum\.checks: must be fast/],
  [{ bsc: { ...L1, rpcUrls: ['ftp://one.example'] } }, /bsc\.rpcUrls\.0: must be a URL/],
])('%o is refused by name', (more, words) => {
  expect(() => read(more)).toThrow(ConfigurationError)
  expect(() => read(more)).toThrow(words)
})

test('the books of the public networks keep to it', () => {
  for (const network of NETWORKS.filter((name) => name !== 'local')) {
    expect(readAddressBook(readConfig({ NETWORK: network })).chainId).toBeGreaterThan(0)
  }
  const chains = CHAINS.map((chain) => readAddressBook(readConfig({ NETWORK: 'openledger' }), chain).chainId)
  expect(chains).toEqual([1_612, 1, 56])
})

test('no L1 forgets its past sooner than the L2: the shortest record decides how far back a document can be asked', () => {
  const config = readConfig({ NETWORK: 'openledger' })
  const [l2, ...l1s] = (
    [
      ['l2', 2],
      ['ethereum', 12],
      ['bsc', 0.45],
    ] as const
  ).map(([chain, blockSeconds]) => (readAddressBook(config, chain).retainedBlocks ?? RETAINED_BLOCKS) * blockSeconds)
  for (const seconds of l1s) expect(seconds).toBeGreaterThanOrEqual(l2 ?? Number.POSITIVE_INFINITY)
})
