// Do the contracts say what they should? Compiled again they equal what is committed, every event stands as the reference
// interface lists it, and a fee is split to the wei.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { type AbiEvent, decodeFunctionResult, encodeEventTopics, type Hex, toEventSelector } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FEE_RATES } from '../../src/dev/chain/deploy'
import { type Chain, startChain } from '../../src/dev/chain/start'
import { compileContracts } from '../../src/dev/contracts/compile'
import { abiOf, CONTRACT_NAMES, encodeCall, encodeDeployment, UNWATCHED } from '../../src/dev/contracts/contract'
import { EVENTS, SELECTORS } from './reference-events'

test('the committed ABIs and bytecode are what the sources compile to', async () => {
  const compiled = await compileContracts()
  const names = [...CONTRACT_NAMES, ...UNWATCHED]
  expect(Object.keys(compiled).sort()).toEqual(names.toSorted())
  for (const name of names) {
    expect(compiled[name]?.abi, name).toEqual(abiOf(name))
    // A deployment is the bytecode with the constructor's arguments behind it.
    const bytecode = compiled[name]?.bytecode ?? '0x'
    expect(deploymentPrefix(name, bytecode.length), name).toBe(bytecode)
  }
}, 180_000)

describe('events', () => {
  test.each(Object.entries(EVENTS))('%s has exactly the events listed', (name, listed) => {
    const contract = CONTRACT_NAMES.find((one) => one === name) ?? 'Datanet'
    const events = abiOf(contract).filter((item): item is AbiEvent => item.type === 'event')
    expect(events.map(print).sort()).toEqual([...listed].sort())
  })

  test.each(Object.entries(SELECTORS))('%s has the published topic0', (name, selector) => {
    const abi = abiOf('Staking')
    expect(encodeEventTopics({ abi, eventName: name })[0]).toBe(selector)
    const event = abi.find((item): item is AbiEvent => item.type === 'event' && item.name === name)
    expect(event && toEventSelector(event)).toBe(selector)
  })
})

describe('the split of a fee', () => {
  let home = ''
  let chain: Chain

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'headwater-split-'))
    chain = await startChain({ home, contentUrl: 'http://127.0.0.1:1', inhabitants: false })
  })

  afterAll(async () => {
    await chain?.stop()
    await rm(home, { recursive: true, force: true })
  })

  test('parts sum to the fee, whatever the fee', async () => {
    const fees = fc.oneof(fc.bigInt(0n, 2n ** 128n - 1n), fc.bigInt(0n, 10n ** 16n))
    await fc.assert(
      fc.asyncProperty(fees, fc.boolean(), async (fee, hasHost) => {
        const part = await split(fee, hasHost)
        expect(part.platform + part.model + part.compute + part.stakers + part.contributors).toBe(fee)
        const isSmall = fee < FEE_RATES.platformFee
        expect(part.platform).toBe(isSmall ? fee : FEE_RATES.platformFee)
        const net = fee - part.platform
        expect(part.model).toBe((net * BigInt(FEE_RATES.modelPpm)) / 1_000_000n)
        expect(part.compute).toBe(hasHost ? (net * BigInt(FEE_RATES.computePpm)) / 1_000_000n : 0n)
      }),
      { numRuns: 200 },
    )
  })

  async function split(fee: bigint, hasHost: boolean) {
    const call = {
      to: chain.addresses.RewardDistributor,
      data: encodeCall('RewardDistributor', 'split', [fee, hasHost]),
    }
    const data = await chain.rpc.ask<Hex>('eth_call', call, 'latest')
    const abi = abiOf('RewardDistributor')
    return decodeFunctionResult({ abi, functionName: 'split', data }) as Record<Part, bigint>
  }
})

type Part = 'platform' | 'model' | 'compute' | 'stakers' | 'contributors'

const SOMEBODY = '0x00000000000000000000000000000000000000aa'
const CONSTRUCTOR_ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  Datanet: [1n, SOMEBODY, true, 0n, ''],
  InferenceLedger: [SOMEBODY, SOMEBODY],
  StudioVault: [SOMEBODY],
  Proxy: [SOMEBODY, SOMEBODY],
  Beacon: [SOMEBODY, SOMEBODY],
  BeaconProxied: [SOMEBODY],
  OpenLedgerGovernor: [SOMEBODY, SOMEBODY, 5, 30, 1n],
  Timelock: [5n, [], [], SOMEBODY],
  OPEN: [SOMEBODY],
  OPENOFT: [SOMEBODY, SOMEBODY],
  OPENOFTAdapter: [SOMEBODY, SOMEBODY, SOMEBODY],
  MessageEndpoint: [SOMEBODY, 1],
  OptimismPortal: [SOMEBODY, SOMEBODY],
  RewardDistributor: [FEE_RATES, SOMEBODY, SOMEBODY, SOMEBODY],
}

function deploymentPrefix(name: (typeof CONTRACT_NAMES | typeof UNWATCHED)[number], length: number): string {
  return encodeDeployment(name, CONSTRUCTOR_ARGUMENTS[name] ?? []).slice(0, length)
}

/** As the reference interface writes it: `Name(i type name, type name)`, i for indexed. */
function print({ name, inputs }: AbiEvent): string {
  return `${name}(${inputs.map((input) => `${input.indexed ? 'i ' : ''}${input.type} ${input.name}`).join(', ')})`
}
