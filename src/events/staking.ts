// What the Staking contract says, and what it leaves to be read beside it: the config of a stake stands in the call data,
// the amount returned in the token's transfers of the same transaction.
import { abiEvent, functionSelector } from '../chain/abi'
import type { ChainLog } from '../chain/block'
import { WATCHED } from '../chain/watched'
import type { Decoders, LogContext } from './decoder'
import { decodeFields, UndecodableLog } from './log-fields'

const STAKE_CALL = /^0x[0-9a-f]{8}([0-9a-f]{64})[0-9a-f]{128}$/
const STAKE_SELECTOR = functionSelector('Staking', 'stake')
const COMMIT_CALL = /^0x[0-9a-f]{8}([0-9a-f]{64})([0-9a-f]{64})/
const COMMIT_SELECTOR = functionSelector('Staking', 'commitStake')
const TRANSFER = abiEvent('WOPEN', 'Transfer')
const UNSTAKED_TOPIC = [...WATCHED.Staking.values()].find((event) => event.name === 'Unstaked')?.topic0

export const staking: Decoders<'Staking'> = {
  Staked: (fields, context) => ({
    kind: 'staked',
    stakingId: fields.uint('stakingId'),
    recipient: fields.address('recipient'),
    amount: fields.uint('amount'),
    configId: configOf(context.log),
  }),
  CommitStake: (fields, context) => ({
    kind: 'stakeCommitted',
    stakingId: fields.uint('stakingId'),
    commitment: fields.bytes('commitment'),
    ...committed(context.log),
  }),
  ToppedUp: (fields) => ({
    kind: 'toppedUp',
    stakingId: fields.uint('stakingId'),
    recipient: fields.address('recipient'),
    amount: fields.uint('amount'),
  }),
  RequestUnstake: (fields) => ({
    kind: 'unstakeRequested',
    stakingId: fields.uint('stakingId'),
    recipient: fields.address('recipient'),
  }),
  Unstaked: (fields, context) => ({
    kind: 'unstaked',
    stakingId: fields.uint('stakingId'),
    recipient: fields.address('recipient'),
    amountReturned: amountReturned(fields.address('recipient'), context),
  }),
}

/** A stake made through another contract has other call data, of which nothing can be said. */
function configOf(log: ChainLog): bigint | null {
  const match = STAKE_CALL.exec(directCall(log, STAKE_SELECTOR))
  return match === null ? null : BigInt(`0x${match[1]}`)
}

function committed(log: ChainLog): { configId: bigint | null; amount: bigint | null } {
  const match = COMMIT_CALL.exec(directCall(log, COMMIT_SELECTOR))
  if (match === null) return { configId: null, amount: null }
  return { configId: BigInt(`0x${match[1]}`), amount: BigInt(`0x${match[2]}`) }
}

/** The call data of a call of this function on the contract that logged; empty where it was another call. */
function directCall({ call, address }: ChainLog, selector: string): string {
  return call !== null && call.to === address && call.input.startsWith(selector) ? call.input : ''
}

/** One transfer to the recipient, one unstake of his: they belong together. Anything else would be a guess, so it is null. */
function amountReturned(recipient: string, { log, siblings, token }: LogContext): bigint | null {
  if (token === undefined) return null
  const topic = `0x${recipient.slice(2).padStart(64, '0')}`
  const isUnstake = (other: ChainLog) =>
    other.address === log.address && other.topics[0] === UNSTAKED_TOPIC && other.topics[2] === topic
  if (siblings.filter(isUnstake).length !== 1) return null
  const amounts = siblings.flatMap((other) => transferTo(recipient, token, other))
  return amounts.length === 1 ? (amounts[0] ?? null) : null
}

function transferTo(recipient: string, token: string, log: ChainLog): bigint[] {
  if (log.address !== token || log.topics[0] !== TRANSFER.topic0) return []
  try {
    const fields = decodeFields(TRANSFER, log)
    const isTo = fields.address('dst') === recipient && fields.address('src') !== recipient
    return isTo ? [fields.uint('wad')] : []
  } catch (error) {
    if (error instanceof UndecodableLog) return []
    throw error
  }
}
