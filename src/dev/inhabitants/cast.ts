// Which accounts do the inhabitants act with? All derived from the seed, so that a restart finds the same people.
import { type Address, concat, keccak256, numberToHex, type PrivateKeyAccount, parseEther, stringToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Minting } from '../chain/sequencer'
import { DATANETS, HEADCOUNT, MODELS } from './roles'

export type Cast = {
  readonly founder: PrivateKeyAccount
  readonly treasury: PrivateKeyAccount
  readonly stakerPool: PrivateKeyAccount
  readonly remainder: PrivateKeyAccount
  readonly bank: PrivateKeyAccount
  readonly watcher: PrivateKeyAccount
  /** Carries messages between the chains. */
  readonly relay: PrivateKeyAccount
  readonly datanetOwners: readonly PrivateKeyAccount[]
  readonly contributors: readonly PrivateKeyAccount[]
  readonly reviewers: readonly PrivateKeyAccount[]
  readonly modelOwners: readonly PrivateKeyAccount[]
  readonly operators: readonly PrivateKeyAccount[]
  readonly stakers: readonly PrivateKeyAccount[]
  readonly callers: readonly PrivateKeyAccount[]
  /** Those who move their OPEN from chain to chain. */
  readonly bridgers: readonly PrivateKeyAccount[]
  /** The account behind an address, if it is one of ours. */
  find(address: Address): PrivateKeyAccount | undefined
}

export function createCast(seed: number): Cast {
  const person = (role: string, index: number) => {
    const name = concat([stringToHex(role), numberToHex(index, { size: 4 }), numberToHex(seed >>> 0, { size: 4 })])
    return privateKeyToAccount(keccak256(name))
  }
  const people = (role: string, count: number) => Array.from({ length: count }, (_, index) => person(role, index))
  const singles = {
    founder: person('founder', 0),
    treasury: person('treasury', 0),
    stakerPool: person('staker pool', 0),
    remainder: person('remainder', 0),
    bank: person('bank', 0),
    watcher: person('watcher', 0),
    relay: person('relay', 0),
  }
  const groups = {
    datanetOwners: people('datanet owner', DATANETS.length),
    contributors: people('contributor', HEADCOUNT.contributors),
    reviewers: people('reviewer', HEADCOUNT.reviewers),
    modelOwners: people('model owner', MODELS.length),
    operators: people('operator', MODELS.length),
    stakers: people('staker', HEADCOUNT.stakers),
    callers: people('caller', HEADCOUNT.callersAtMost),
    bridgers: people('bridger', HEADCOUNT.bridgers),
  }
  const everyone = [...Object.values(singles), ...Object.values(groups).flat()]
  const byAddress = new Map(everyone.map((account) => [account.address.toLowerCase(), account]))
  return { ...singles, ...groups, find: (address) => byAddress.get(address.toLowerCase()) }
}

const ENDOWMENT = parseEther('1000')
const BANK_ENDOWMENT = parseEther('100000')

/** What everyone brings along on the first day. Late callers bring theirs when they come. */
export function endow(cast: Cast): Minting[] {
  const owners = [cast.datanetOwners, cast.modelOwners, cast.operators]
  const groups = [...owners, cast.contributors, cast.reviewers, cast.stakers, cast.bridgers]
  const singles = [cast.founder, cast.treasury, cast.stakerPool, cast.remainder, cast.watcher]
  const people = [...singles, ...groups.flat(), ...cast.callers.slice(0, HEADCOUNT.callers)]
  const mintings = people.map(({ address }) => ({ account: address, amount: ENDOWMENT }))
  return [...mintings, { account: cast.bank.address, amount: BANK_ENDOWMENT }]
}

const CALLER_EVERY_BLOCKS = 25

/** A caller arrives with a deposit every so often; when all are there, they are topped up in turn. */
export function arrivingCaller(cast: Cast, height: number): Minting | null {
  if (height % CALLER_EVERY_BLOCKS !== 0) return null
  const caller = cast.callers[arrivalIndex(height)]
  return caller === undefined ? null : { account: caller.address, amount: ENDOWMENT }
}

/** Everyone who has come by now, without the one whose deposit stands in this very block. */
export function presentCallers(cast: Cast, height: number): PrivateKeyAccount[] {
  const count = HEADCOUNT.callers + Math.floor((height - 1) / CALLER_EVERY_BLOCKS)
  const arriving = height % CALLER_EVERY_BLOCKS === 0 ? arrivalIndex(height) : -1
  return cast.callers.filter((_, index) => index < count && index !== arriving)
}

function arrivalIndex(height: number): number {
  return (HEADCOUNT.callers + height / CALLER_EVERY_BLOCKS - 1) % HEADCOUNT.callersAtMost
}
