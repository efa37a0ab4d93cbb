// The interest of a stake, held against the Solidity that the contract calls: the same library, compiled here and run by a real EVM,
// on inputs by chance and at every edge where it rounds differently or refuses.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Abi, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chain, startChain } from '../../src/dev/chain/start'
import { divWad, expWad, mulWad, valueAfter } from '../../src/entities/staking/interest'

const SOURCE = `
pragma solidity ^0.8.28;
import {FixedPointMathLib as M} from "solady/src/utils/FixedPointMathLib.sol";
contract Harness {
  function mulWad(uint256[2][] calldata a) external pure returns (uint256[] memory r) {
    r = new uint256[](a.length);
    for (uint256 i; i < a.length; i++) r[i] = M.mulWad(a[i][0], a[i][1]);
  }
  function divWad(uint256[2][] calldata a) external pure returns (uint256[] memory r) {
    r = new uint256[](a.length);
    for (uint256 i; i < a.length; i++) r[i] = M.divWad(a[i][0], a[i][1]);
  }
  function expWad(int256[] calldata a) external pure returns (int256[] memory r) {
    r = new int256[](a.length);
    for (uint256 i; i < a.length; i++) r[i] = M.expWad(a[i]);
  }
  function value(uint256[3][] calldata a) external pure returns (uint256[] memory r) {
    r = new uint256[](a.length);
    for (uint256 i; i < a.length; i++)
      r[i] = M.mulWad(a[i][0], uint256(M.expWad(int256(M.mulWad(a[i][1], M.divWad(a[i][2], 365 days))))));
  }
}`

type Name = 'mulWad' | 'divWad' | 'expWad' | 'value'
type Call = { name: Name; inputs: readonly (bigint | readonly bigint[])[] }

const AT = '0x00000000000000000000000000000000000000f1'
const WAD = 10n ** 18n
const SEED = 20_260
const PER_CALL = 400
let home = ''
let chain: Chain
let harness: { abi: Abi; code: Hex }

beforeAll(async () => {
  harness = await compile()
  home = await mkdtemp(join(tmpdir(), 'headwater-interest-'))
  chain = await startChain({ home, contentUrl: 'http://127.0.0.1:1', inhabitants: false })
  await chain.rpc.ask('anvil_setCode', AT, harness.code)
}, 120_000)

afterAll(async () => {
  await chain?.stop()
  if (home !== '') await rm(home, { recursive: true, force: true })
})

test('14,000 inputs by chance give what the contract gives, in one batch of calls', async () => {
  const any = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
  const money = fc.bigInt({ min: 0n, max: 10n ** 28n })
  const product = fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }))
  const quotient = fc.tuple(fc.bigInt({ min: 0n, max: (2n ** 256n - 1n) / WAD }), fc.oneof(money, any)).map(noZero)
  const exponent = fc.bigInt({ min: -42n * WAD, max: 135_305_999_368_893_231_588n })
  const small = fc.bigInt({ min: -WAD, max: WAD })
  const stake = fc.tuple(money, fc.bigInt({ min: 0n, max: 5n * WAD }), fc.bigInt({ min: 0n, max: 8n * 31_536_000n }))
  const drawn: { name: Name; inputs: (bigint | readonly bigint[])[] }[] = [
    { name: 'mulWad', inputs: draw(product, 2_000) },
    { name: 'divWad', inputs: draw(quotient, 2_000) },
    { name: 'expWad', inputs: [...draw(exponent, 4_000), ...draw(small, 2_000)] },
    { name: 'value', inputs: draw(stake, 4_000) },
  ]
  const calls = drawn.flatMap(({ name, inputs }) => chunks(inputs).map((chunk) => ({ name, inputs: chunk })))
  expect(calls.reduce((sum, { inputs }) => sum + inputs.length, 0)).toBe(14_000)
  const answers = await chain.rpc.askAll<Hex>(
    calls.map((call) => ['eth_call', { to: AT, data: encode(call) }, 'latest']),
  )
  calls.forEach((call, index) => {
    const theirs = decode(call.name, answers[index] ?? '0x')
    expect(
      call.inputs.map((input) => ours(call.name, input)),
      `${call.name}, seed ${SEED}`,
    ).toEqual(theirs)
  })
})

const refusals: [string, Call][] = [
  ['a product of more than 256 bits', { name: 'mulWad', inputs: [[2n ** 128n, 2n ** 128n]] }],
  ['a dividend of more than 256 bits', { name: 'divWad', inputs: [[(2n ** 256n - 1n) / WAD + 1n, 1n]] }],
  ['a division by zero', { name: 'divWad', inputs: [[1n, 0n]] }],
  ['an exponent of 136', { name: 'expWad', inputs: [135_305_999_368_893_231_589n] }],
  ['a rate beyond all bounds', { name: 'value', inputs: [[1n, 2n ** 255n, 31_536_000n]] }],
]

test.each(refusals)('where the contract refuses %s, there is no number', async (_name, call) => {
  await expect(chain.rpc.ask('eth_call', { to: AT, data: encode(call) }, 'latest')).rejects.toThrow()
  expect(ours(call.name, call.inputs[0] ?? 0n)).toBeNull()
})

test('at its edges it gives what the contract gives', async () => {
  const exponents = [
    -41_446_531_673_892_822_313n,
    -41_446_531_673_892_822_312n,
    -1n,
    0n,
    1n,
    135_305_999_368_893_231_588n,
  ]
  const call: Call = { name: 'expWad', inputs: exponents }
  const answer = await chain.rpc.ask<Hex>('eth_call', { to: AT, data: encode(call) }, 'latest')
  expect(exponents.map(expWad)).toEqual(decode('expWad', answer))
})

test('no interest accrues beyond the duration, and 0 never ends', () => {
  const accrual = { principal: WAD, interestRate: WAD / 10n, elapsedSeconds: 31_536_000n }
  const year = valueAfter({ ...accrual, durationSeconds: 0n })
  expect(year).toBe(1_105_170_918_075_647_624n)
  expect(valueAfter({ ...accrual, elapsedSeconds: 10n ** 12n, durationSeconds: 31_536_000n })).toBe(year)
  expect(valueAfter({ ...accrual, elapsedSeconds: 0n, durationSeconds: 9n })).toBe(WAD)
})

function ours(name: Name, input: bigint | readonly bigint[]): bigint | null {
  if (typeof input === 'bigint') return expWad(input)
  const [x = 0n, y = 0n, z = 0n] = input
  if (name === 'mulWad') return mulWad(x, y)
  if (name === 'divWad') return divWad(x, y)
  return valueAfter({ principal: x, interestRate: y, elapsedSeconds: z, durationSeconds: 0n })
}

function draw<T>(from: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(from, { seed: SEED, numRuns: count })
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / PER_CALL) }, (_, index) =>
    all.slice(index * PER_CALL, (index + 1) * PER_CALL),
  )
}

function noZero([x, y]: [bigint, bigint]): [bigint, bigint] {
  return [x, y === 0n ? 1n : y]
}

function encode({ name, inputs }: Call): Hex {
  return encodeFunctionData({ abi: harness.abi, functionName: name, args: [inputs] })
}

function decode(name: Name, data: Hex): unknown {
  return decodeFunctionResult({ abi: harness.abi, functionName: name, data })
}

async function compile(): Promise<{ abi: Abi; code: Hex }> {
  const { default: solc } = await import('solc')
  const input = {
    language: 'Solidity',
    sources: { 'Harness.sol': { content: SOURCE } },
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': ['abi', 'evm.deployedBytecode.object'] } },
    },
  }
  const readImport = (path: string) => ({ contents: readFileSync(require.resolve(path), 'utf8') })
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }))
  const { abi, evm } = output.contracts['Harness.sol'].Harness
  return { abi, code: `0x${evm.deployedBytecode.object}` }
}
