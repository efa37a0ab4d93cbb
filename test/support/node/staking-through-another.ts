// Stakes that are made through another contract: what their calls say, no call of the staking contract says. The other contract is the
// staking contract's admin, and stakes a token that agrees to everything.
import { type Hex, pad } from 'viem'
import type { Chain } from '../../../src/dev/chain/start'
import { encodeCall } from '../../../src/dev/contracts/contract'
import { address } from '../blocks/blocks'

const OTHER = address(0x0ffe)
const TOKEN = address(0x70ce)

export const ASKED_TERMS = {
  ...{ bank: address(0xba), manager: OTHER, token: TOKEN, interestRate: 10n ** 17n, stakeDuration: 0n },
  ...{ cooldownDuration: 5n, maxStake: 10n ** 20n, minStake: 1n },
  ...{ isActive: true, isTopupEnabled: true, isPublic: false },
} as const

export const COMMITMENT: Hex = `0x${'c0'.repeat(32)}`
export const RECIPIENT = address(0xacc)

/** Config 1 in two states, and under it a stake, a committed one, and one that is topped up in its very block. */
export async function stakeThroughAnother(chain: Chain): Promise<void> {
  await prepare(chain)
  const say = async (...calls: [call: string, args: unknown[]][]) => {
    const intents = calls.map(([call, args]) => ({
      ...{ from: chain.cast.founder, to: OTHER, data: encodeCall('Staking', call, args), gas: 1_000_000n },
      what: `another's ${call}`,
    }))
    const { failed } = await chain.build({ mintings: [], intents })
    if (failed.length > 0) throw new Error(failed.join(', '))
  }
  await say(['createConfig', [{ ...ASKED_TERMS, minStake: 0n }]])
  await say(['setConfig', [1n, { ...ASKED_TERMS, isActive: false }]], ['setConfig', [1n, ASKED_TERMS]])
  await say(['stake', [1n, RECIPIENT, 10n ** 18n]])
  await say(['commitStake', [1n, 2n * 10n ** 18n, COMMITMENT]])
  await say(['stake', [1n, RECIPIENT, 3n]], ['topUpStake', [3n, 4n]])
}

async function prepare({ rpc, addresses, cast }: Chain): Promise<void> {
  const { Staking } = addresses
  const code = await rpc.ask<Hex>('eth_getCode', Staking, 'latest')
  const [founder, other] = [cast.founder.address.toLowerCase() as Hex, OTHER].map((one) => pad(one).slice(2))
  await rpc.ask('anvil_setCode', Staking, code.replaceAll(founder ?? '', other ?? ''))
  await rpc.ask('anvil_setCode', OTHER, passingOn(Staking))
  await rpc.ask('anvil_setCode', TOKEN, AGREEING)
}

/** Calls the target with its own call data, and reverts where that does. */
const passingOn = (target: Hex): Hex => `0x36600060003760006000366000600073${target.slice(2)}5af115602b57005b60006000fd`

/** Answers 1. */
const AGREEING: Hex = '0x600160005260206000f3'
