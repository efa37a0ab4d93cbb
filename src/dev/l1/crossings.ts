// What is under way between the chains? Read from the logs of both alone, so that a restart knows what was known before.
import { type Address, getAddress, type Hex } from 'viem'
import type { RpcLog } from '../chain/rpc'
import { type ContractName, type Deployed, type DeployedOnL1, decodeLog } from '../contracts/contract'

export type Withdrawal = {
  readonly fields: Readonly<Record<'nonce' | 'sender' | 'target' | 'value' | 'gasLimit' | 'data', unknown>>
  readonly l2Block: number
  /** L1 block; null: not yet. */
  provenAt: number | null
}

export type Leg = {
  readonly guid: Hex
  /** How many went this way before it, and itself. */
  readonly nonce: number
  readonly account: Address
  readonly amount: bigint
  readonly destinationEid: number
}

export type Crossings = {
  /** Height of the newest L1 block seen. */
  l1Height: number
  l2Height: number
  readonly withdrawals: Map<Hex, Withdrawal>
  readonly legs: Map<Hex, Leg>
  /** How many messages were sent to each end. */
  readonly sent: Map<number, number>
  /** What each holds on the far end of the OFT. */
  readonly abroad: Map<Address, bigint>
  /** The newest L2 block of which L1 was told. */
  toldBlock: number
}

export function createCrossings(): Crossings {
  return {
    l1Height: 0,
    l2Height: 0,
    withdrawals: new Map(),
    legs: new Map(),
    sent: new Map(),
    abroad: new Map(),
    toldBlock: 0,
  }
}

/** Those of one chain: another's may stand at the same addresses. */
type Contracts = DeployedOnL1 | Pick<Deployed, 'L2ToL1MessagePasser'>

export function witnessCrossing(crossings: Crossings, log: RpcLog, contracts: Contracts): void {
  const found = Object.entries(contracts).find(([, at]) => getAddress(at) === getAddress(log.address))
  if (found === undefined) return
  const contract = found[0] as ContractName
  const { name, args } = decodeLog(contract, log)
  READINGS[`${contract}.${name}`]?.(args, { crossings, block: Number(log.blockNumber) })
}

type Seen = { readonly crossings: Crossings; readonly block: number }
type Reading = (args: unknown, seen: Seen) => void

/** The arguments are typed as the ABI says; this is the one place where that is taken on trust. */
const on =
  <Args>(read: (args: Args, seen: Seen) => void): Reading =>
  (args, seen) =>
    read(args as Args, seen)

type Passed = Withdrawal['fields'] & { readonly withdrawalHash: Hex }
type Sent = { guid: Hex; fromAddress: Address; dstEid: number; amountReceivedLD: bigint }
type Received = { guid: Hex; toAddress: Address; amountReceivedLD: bigint }
type OfWithdrawal = { withdrawalHash: Hex }

const sent = ({ guid, fromAddress, dstEid, amountReceivedLD }: Sent, { crossings }: Seen) => {
  const nonce = (crossings.sent.get(dstEid) ?? 0) + 1
  crossings.sent.set(dstEid, nonce)
  crossings.legs.set(guid, { guid, nonce, account: fromAddress, amount: amountReceivedLD, destinationEid: dstEid })
}

const READINGS: Readonly<Record<string, Reading>> = {
  'L2ToL1MessagePasser.MessagePassed': on<Passed>(({ withdrawalHash, ...fields }, { crossings, block }) => {
    crossings.withdrawals.set(withdrawalHash, { fields, l2Block: block, provenAt: null })
  }),
  'OptimismPortal.WithdrawalProven': on<OfWithdrawal>(({ withdrawalHash }, { crossings, block }) => {
    const withdrawal = crossings.withdrawals.get(withdrawalHash)
    if (withdrawal !== undefined) withdrawal.provenAt = block
  }),
  'OptimismPortal.WithdrawalFinalized': on<OfWithdrawal>(({ withdrawalHash }, { crossings }) => {
    crossings.withdrawals.delete(withdrawalHash)
  }),
  'OPENOFTAdapter.OFTSent': on<Sent>(sent),
  'OPENOFT.OFTSent': on<Sent>((args, seen) => {
    sent(args, seen)
    const { abroad } = seen.crossings
    abroad.set(args.fromAddress, (abroad.get(args.fromAddress) ?? 0n) - args.amountReceivedLD)
  }),
  'OPENOFTAdapter.OFTReceived': on<Received>(({ guid }, { crossings }) => {
    crossings.legs.delete(guid)
  }),
  'OPENOFT.OFTReceived': on<Received>(({ guid, toAddress, amountReceivedLD }, { crossings }) => {
    crossings.legs.delete(guid)
    crossings.abroad.set(toAddress, (crossings.abroad.get(toAddress) ?? 0n) + amountReceivedLD)
  }),
  'L2OutputOracle.OutputProposed': on<{ l2BlockNumber: bigint }>(({ l2BlockNumber }, { crossings }) => {
    crossings.toldBlock = Math.max(crossings.toldBlock, Number(l2BlockNumber))
  }),
}
