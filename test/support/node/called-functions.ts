// Which functions of our contracts did nobody call? Of those that a source of ours declares and that change something; what another contract
// of ours calls is somebody's doing, too.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Hex, toFunctionSelector } from 'viem'
import { PROJECT_ROOT } from '../../../src/config'
import type { Rpc } from '../../../src/dev/chain/rpc'
import { abiOf, type ContractName } from '../../../src/dev/contracts/contract'

const FOLDER = join(PROJECT_ROOT, 'src/dev/contracts')
const SOURCES = readdirSync(FOLDER).filter((file) => file.endsWith('.sol'))

/** `passedOn`: calls that others make for them, as a timelock does. */
export async function uncalledFunctions(
  rpc: Rpc,
  names: readonly ContractName[],
  passedOn: readonly Hex[] = [],
): Promise<string[]> {
  const head = Number(await rpc.ask<Hex>('eth_blockNumber'))
  const first = Number((await rpc.ask<{ number: Hex }>('eth_getBlockByNumber', 'earliest', false)).number)
  const numbers = Array.from({ length: head - first + 1 }, (_, index) => `0x${(first + index).toString(16)}`)
  type Block = { transactions: { input: Hex }[] }
  const blocks = await rpc.askAll<Block>(numbers.map((number) => ['eth_getBlockByNumber', number, true]))
  const inputs = [...blocks.flatMap(({ transactions }) => transactions.map(({ input }) => input)), ...passedOn]
  const called = new Set(inputs.map((input) => input.slice(0, 10)))
  return names.flatMap((name) =>
    functionsOf(name)
      .filter(({ selector }) => !called.has(selector))
      .map(({ title }) => title),
  )
}

function functionsOf(contract: ContractName) {
  const own = SOURCES.includes(`${contract}.sol`) ? sourceOf(`${contract}.sol`) : ''
  const others = SOURCES.filter((file) => file !== `${contract}.sol`).map(sourceOf)
  return abiOf(contract).flatMap((item) => {
    if (item.type !== 'function' || item.stateMutability === 'view' || item.stateMutability === 'pure') return []
    const isOwn = new RegExp(`function ${item.name}\\b`).test(own)
    const isCalled = others.some((source) => new RegExp(`\\.${item.name}[({]`).test(source))
    return isOwn && !isCalled ? [{ title: `${contract}.${item.name}`, selector: toFunctionSelector(item) }] : []
  })
}

function sourceOf(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8')
}
