// Which questions to the staking contract's state does a block raise? One for each event whose call does not say what the event leaves out, if
// it is the block's last of that stake or config, top-ups aside: state at the end of a block is then state behind the event.
import { functionSelector } from '../../chain/abi'
import type { ChainBlock, ChainLog } from '../../chain/block'
import type { StateRead } from '../../chain/state/add-state'
import { WATCHED, type WatchedEvent } from '../../chain/watched'
import type { AddressBook } from '../../config'
import { behindCommitment, configOfStake, termsOfChange, termsOfCreation } from './staking-call'

/** undefined where the address book does not want any. */
export function stakingReads(book: AddressBook): ((block: ChainBlock) => StateRead[]) | undefined {
  const staking = book.contracts.Staking
  if (book.state !== 'staking' || staking === undefined) return undefined
  return (block) => readsOf(block.logs.filter(({ address }) => address === staking))
}

const SELECTORS = { configs: functionSelector('Staking', 'configs'), stakes: functionSelector('Staking', 'stakes') }

type Getter = keyof typeof SELECTORS

/** Whether it is to be asked at all, of what it is, and whether it leaves alone what is asked on behalf of an event before it. */
type Question = Readonly<{ of: Getter; isUnsaid: (log: ChainLog) => boolean; keepsConfig?: boolean }>

const EVENTS: Readonly<Record<WatchedEvent<'Staking'>, Question>> = {
  ConfigCreated: { of: 'configs', isUnsaid: (log) => termsOfCreation(log) === null },
  ConfigSet: { of: 'configs', isUnsaid: (log) => termsOfChange(log, BigInt(log.topics[1] ?? 0)) === null },
  Staked: { of: 'stakes', isUnsaid: (log) => configOfStake(log) === null },
  CommitStake: { of: 'stakes', isUnsaid: (log) => behindCommitment(log).amount === null },
  ToppedUp: { of: 'stakes', isUnsaid: () => false, keepsConfig: true },
  RequestUnstake: { of: 'stakes', isUnsaid: () => false },
  Unstaked: { of: 'stakes', isUnsaid: () => false },
}

function readsOf(logs: readonly ChainLog[]): StateRead[] {
  const asked = new Map<string, ChainLog>()
  for (const log of logs) {
    const data = questionOf(log)
    const isKept = data !== null && asked.has(data) && eventOf(log)?.keepsConfig === true
    if (data !== null && !isKept) asked.set(data, log)
  }
  return [...asked].flatMap(([data, log]) =>
    eventOf(log)?.isUnsaid(log) === true ? [{ logIndex: log.logIndex, to: log.address, data }] : [],
  )
}

/** The call data of the getter: one for each stake and config. */
function questionOf(log: ChainLog): string | null {
  const [, id] = log.topics
  const event = eventOf(log)
  return event === undefined || id === undefined ? null : `${SELECTORS[event.of]}${id.slice(2)}`
}

function eventOf({ topics }: ChainLog) {
  const name = WATCHED.Staking.get(topics[0] ?? '')?.name
  return name === undefined ? undefined : EVENTS[name as WatchedEvent<'Staking'>]
}
