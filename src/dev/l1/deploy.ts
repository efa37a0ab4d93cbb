// Which contracts stand on the local L1, and who holds OPEN there? All in one block: the supply is made, most of it stays with the
// founder, the portal holds what lives on the L2.
import { type Address, getContractAddress, parseEther } from 'viem'
import type { Rpc } from '../chain/rpc'
import type { Intent, Sequencer } from '../chain/sequencer'
import { type DeployedOnL1, encodeCall, encodeDeployment } from '../contracts/contract'
import { TransactionFailedError } from '../errors'
import type { Cast } from '../inhabitants/cast'

/** By these numbers the messengers know the chains. Both ends of the OFT stand on this one. */
export const ENDPOINTS = { ethereum: 30_101, bsc: 30_102 } as const

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
    OPEN: at(0n),
    OptimismPortal: at(1n),
    OPENOFTAdapter: at(2n),
    OPENOFT: at(3n),
    DisputeGameFactory: at(4n),
    L2OutputOracle: at(5n),
    SystemConfig: at(6n),
  }
  const create = (name: keyof DeployedOnL1, args: readonly unknown[]): Intent => ({
    ...{ from: founder, to: null, data: encodeDeployment(name, args), gas: DEPLOYMENT_GAS, what: `deploy ${name}` },
  })
  const give = (to: Address, amount: bigint): Intent => ({
    ...{ from: founder, to: contracts.OPEN, data: encodeCall('OPEN', 'transfer', [to, amount]), what: 'OPEN.transfer' },
  })
  const intents = [
    create('OPEN', [founder.address]),
    create('OptimismPortal', [contracts.OPEN, relay.address]),
    create('OPENOFTAdapter', [contracts.OPEN, relay.address, ENDPOINTS.ethereum]),
    create('OPENOFT', [relay.address, ENDPOINTS.bsc]),
    create('DisputeGameFactory', []),
    create('L2OutputOracle', []),
    create('SystemConfig', []),
    give(contracts.OptimismPortal, LOCKED_AT_FIRST),
    ...bridgers.map(({ address }) => give(address, FOR_A_BRIDGER)),
  ]
  const block = await sequencer.build({ mintings: [], intents }, sequencer.headTime() + 1)
  if (block.failed.length > 0) throw new TransactionFailedError({ what: block.failed.join(', '), reason: 'reverted' })
  return contracts
}
