// What the Staking contract says, and what it leaves to be read beside it: terms and configs stand in the call data or in the contract's state,
// what was returned among the tokens' transfers of the same transaction.
import { abiEvent } from '../../chain/abi'
import type { ChainLog } from '../../chain/block'
import { WATCHED } from '../../chain/watched'
import type { Decoders, LogContext } from '../decoder'
import { decodeFields, UndecodableLog } from '../log-fields'
import { behindCommitment, configOfStake, termsOfChange, termsOfCreation } from './staking-call'
import type { Payment } from './staking-event'
import { configInState, hiddenInState, termsInState } from './staking-state'

const TRANSFER = abiEvent('WOPEN', 'Transfer')
const UNSTAKED_TOPIC = [...WATCHED.Staking.values()].find((event) => event.name === 'Unstaked')?.topic0

export const staking: Decoders<'Staking'> = {
  ConfigCreated: (fields, context) => ({
    kind: 'stakingConfigCreated',
    configId: fields.uint('configId'),
    terms: termsOfCreation(context.log) ?? termsInState(context.log),
  }),
  ConfigSet: (fields, context) => ({
    kind: 'stakingConfigSet',
    configId: fields.uint('configId'),
    terms: termsOfChange(context.log, fields.uint('configId')) ?? termsInState(context.log),
  }),
  Staked: (fields, { log }) => {
    const opened = { recipient: fields.address('recipient'), amount: fields.uint('amount') }
    const configId = configOfStake(log) ?? configInState(log, opened)
    return { kind: 'staked', stakingId: fields.uint('stakingId'), ...opened, configId }
  },
  CommitStake: (fields, context) => ({
    kind: 'stakeCommitted',
    stakingId: fields.uint('stakingId'),
    commitment: fields.bytes('commitment'),
    ...(hiddenInState(context.log) ?? behindCommitment(context.log)),
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
    paid: paidTo(fields.address('recipient'), context),
  }),
}

/** With two unstakes of his in one transaction it would be a guess which of them a transfer belongs to. */
function paidTo(recipient: string, { log, siblings }: LogContext): Payment[] | null {
  const topic = `0x${recipient.slice(2).padStart(64, '0')}`
  const isUnstake = (other: ChainLog) =>
    other.address === log.address && other.topics[0] === UNSTAKED_TOPIC && other.topics[2] === topic
  if (siblings.filter(isUnstake).length !== 1) return null
  return siblings.flatMap((other) => transferTo(recipient, other))
}

/** Whatever the token is called: all tokens say it alike. */
function transferTo(recipient: string, log: ChainLog): Payment[] {
  if (log.topics[0] !== TRANSFER.topic0) return []
  try {
    const fields = decodeFields(TRANSFER, log)
    const [from, amount] = [fields.address('src'), fields.uint('wad')]
    return fields.address('dst') === recipient ? [{ token: log.address, from, amount }] : []
  } catch (error) {
    if (error instanceof UndecodableLog) return []
    throw error
  }
}
