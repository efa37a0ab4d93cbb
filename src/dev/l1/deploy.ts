// Which contracts stand on the local L1, and who holds OPEN there? All in one block: the supply is made, most of it stays with the
// founder, the portal holds what lives on the L2.
import { type Address, getContractAddress, pad, parseEther } from 'viem'
import type { Rpc } from '../chain/rpc'
import type { Intent, Sequencer } from '../chain/sequencer'
import { type Compiled, type DeployedOnL1, encodeCall, encodeDeployment } from '../contracts/contract'
import { TransactionFailedError } from '../errors'
import type { Cast } from '../inhabitants/cast'

/** By these numbers the messengers know the chains. Both ends of the OFT stand on this one. */
export const ENDPOINTS = { ethereum: 30_101, bsc: 30_102 } as const

/** Where the messages of each are taken and given: the founder's first contracts there. */
export function endpointsOf(founder: Address): Readonly<Record<keyof typeof ENDPOINTS, Address>> {
  const at = (nonce: bigint) => getContractAddress({ from: founder, nonce })
  return { ethereum: at(0n), bsc: at(1n) }
}

/** Locked before anybody looks: what the L2's inhabitants are endowed with comes from nowhere else. */
export const LOCKED_AT_FIRST = parseEther('50000000')
const FOR_A_BRIDGER = parseEther('1000000')
const FUEL = parseEther('1000')
const DEPLOYMENT_GAS = 5_000_000n

export async function deployOnL1(
  { rpc, sequencer }: { rpc: Rpc; sequencer: Sequencer },
  cast: Cast,
): Promise<DeployedOnL1> {
  const { founder, relay, bridgers } = cast
  const people = [founder, relay, ...bridgers]
  await rpc.askAll(people.map(({ address }) => ['anvil_setBalance', address, `0x${FUEL.toString(16)}`]))
  const at = (nonce: bigint) => getContractAddress({ from: founder.address, nonce })
  const contracts: DeployedOnL1 = {
    OPEN: at(2n),
    OptimismPortal: at(3n),
    OPENOFTAdapter: at(4n),
    OPENOFT: at(5n),
    DisputeGameFactory: at(6n),
    L2OutputOracle: at(7n),
    SystemConfig: at(8n),
  }
  const endpoints = endpointsOf(founder.address)
  const create = (name: Compiled, args: readonly unknown[]): Intent => ({
    ...{ from: founder, to: null, data: encodeDeployment(name, args), gas: DEPLOYMENT_GAS, what: `deploy ${name}` },
  })
  const give = (to: Address, amount: bigint): Intent => ({
    ...{ from: founder, to: contracts.OPEN, data: encodeCall('OPEN', 'transfer', [to, amount]), what: 'OPEN.transfer' },
  })
  const trust = (name: 'OPENOFT' | 'OPENOFTAdapter', [eid, peer]: readonly [number, Address]): Intent => {
    const data = encodeCall(name, 'setPeer', [eid, pad(peer)])
    return { from: founder, to: contracts[name], data, what: `${name}.setPeer` }
  }
  const intents = [
    create('MessageEndpoint', [relay.address, ENDPOINTS.ethereum]),
    create('MessageEndpoint', [relay.address, ENDPOINTS.bsc]),
    create('OPEN', [founder.address]),
    create('OptimismPortal', [contracts.OPEN, relay.address]),
    create('OPENOFTAdapter', [contracts.OPEN, endpoints.ethereum, founder.address]),
    create('OPENOFT', [endpoints.bsc, founder.address]),
    create('DisputeGameFactory', []),
    create('L2OutputOracle', []),
    create('SystemConfig', []),
    trust('OPENOFTAdapter', [ENDPOINTS.bsc, contracts.OPENOFT]),
    trust('OPENOFT', [ENDPOINTS.ethereum, contracts.OPENOFTAdapter]),
    give(contracts.OptimismPortal, LOCKED_AT_FIRST),
    ...bridgers.map(({ address }) => give(address, FOR_A_BRIDGER)),
  ]
  const block = await sequencer.build({ mintings: [], intents }, sequencer.headTime() + 1)
  if (block.failed.length > 0) throw new TransactionFailedError({ what: block.failed.join(', '), reason: 'reverted' })
  return contracts
}
