// A factory that speaks the turned version, and a Datanet of it that speaks ours, on a real chain: each says whatever it is told to.
import { concat, type Hex } from 'viem'
import type { AddressBook } from '../../../src/config'
import type { Chain } from '../../../src/dev/chain/start'
import { addInterface } from '../../../src/events/interfaces'
import { address, type LogDraft, logOf } from '../blocks/blocks'
import { ORDINARY_ARGUMENTS } from '../blocks/random-chain'
import { turnedFactory, turnedLog } from '../blocks/turned'

const FACTORY = address(0xfac7)
const CHILD = address(0xc41d)
const VERSION = 'turned-factory-test'
const BLOCK_SECONDS = 13

/** The address book of who listens to it. */
export function bookOfTurned(book: AddressBook): AddressBook {
  addInterface(VERSION, { DatanetFactory: turnedFactory() })
  return { ...book, interface: VERSION, contracts: { ...book.contracts, DatanetFactory: FACTORY } }
}

/** The creation in one block, a contribution in the next. */
export async function foundTurned(chain: Chain): Promise<void> {
  const args = { ...ORDINARY_ARGUMENTS, datanet: CHILD }
  for (const log of [
    turnedLog('DatanetFactory', 'DatanetCreated', args, FACTORY),
    logOf('Datanet', 'ContributionSubmitted', args, CHILD),
  ]) {
    await chain.rpc.ask('anvil_setCode', log.address, repeating(log.topics.length))
    await say(chain, log)
  }
}

async function say({ sequencer, cast }: Chain, { address, topics, data }: LogDraft): Promise<void> {
  const said = { to: address as Hex, data: concat([...(topics as Hex[]), data as Hex]), gas: 1_000_000n }
  const intent = { from: cast.founder, what: 'say what it is told', ...said }
  const { failed } = await sequencer.build({ mintings: [], intents: [intent] }, sequencer.headTime() + BLOCK_SECONDS)
  if (failed.length > 0) throw new Error(failed.join(', '))
}

/** Code that logs its call data: first the topics, the last of them pushed first, then what is left as data. */
function repeating(topics: number): Hex {
  const byte = (value: number): string => value.toString(16).padStart(2, '0')
  const pushes = Array.from({ length: topics }, (_, index) => `60${byte(32 * (topics - 1 - index))}35`)
  const skipped = `60${byte(32 * topics)}`
  return `0x${pushes.join('')}${skipped}360380${skipped}6000376000a${topics}00`
}
