// How do the inhabitants learn what happened? Every log of the local chain, in order, changes what they know; the same reading
// serves a new block and, after a restart, the whole past.
import { type Address, getAddress } from 'viem'
import type { RpcLog } from '../chain/rpc'
import { type ContractName, type Deployed, decodeLog, nameOfLog } from '../contracts/contract'
import type { ContentFolder } from '../library/content-folder'
import { datanetAt, READINGS } from './readings'
import type { World } from './world'

export function witness(
  world: World,
  log: RpcLog,
  { contracts, content }: { contracts: Deployed; content: ContentFolder },
): void {
  const address = getAddress(log.address)
  const contract = contractAt(address, contracts, world)
  if (contract === null) return
  const reading = READINGS[`${contract}.${nameOfLog(contract, log)}`]
  if (reading === undefined) return
  const place = { block: Number(log.blockNumber), logIndex: Number(log.logIndex) }
  reading(decodeLog(contract, log).args, { world, address, place, content })
}

/** null: a contract that is none of ours, or a new Datanet that speaks before its factory does; it says nothing needed then. */
function contractAt(address: Address, contracts: Deployed, world: World): ContractName | null {
  for (const [name, at] of Object.entries(contracts)) {
    if (getAddress(at) === address) return name as ContractName
  }
  return datanetAt(world, address) === undefined ? null : 'Datanet'
}
