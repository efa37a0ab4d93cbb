// What happens on the L1? Those who bridge deposit and send OPEN on to the far end of the OFT and back; the relay tells L1 of the L2's
// state, proves and finalises withdrawals, and delivers messages.
import { type Address, concat, encodeAbiParameters, type Hex, numberToHex, pad, parseEther, zeroAddress } from 'viem'
import type { Intent } from '../chain/sequencer'
import type { DeployedOnL1 } from '../contracts/contract'
import type { Cast } from '../inhabitants/cast'
import { intentFor, type Wish } from '../inhabitants/scene'
import type { Crossings, Leg } from './crossings'
import { ENDPOINTS, endpointsOf } from './deploy'

export type L1Scene = {
  readonly cast: Cast
  readonly contracts: DeployedOnL1
  readonly crossings: Crossings
  /** Height of the L1 block that is planned, counted from where the L1 begins. */
  readonly round: number
  /** The root of an L2 block that will not go away; null: of none can it be told. */
  readonly output: { readonly root: Hex; readonly l2Block: number } | null
}

export function planL1(scene: L1Scene): Intent[] {
  return [configure, tend, tellOutput, deposit, sendAbroad, sendHome, prove, finalise, deliver].flatMap((habit) =>
    habit(scene),
  )
}

type L1Habit = (scene: L1Scene) => Intent[]

const ROUNDS = 3
const LOCKED = parseEther('5')
const SENT = parseEther('2')
const L2_GAS = 100_000n
const GAME_TYPE = 0
const MOST_IN_BLOCK = 8
/** Of L1 blocks: longer than the portal's delay. */
const MATURE_BLOCKS = 3

const call = ({ contracts }: L1Scene, name: keyof DeployedOnL1, wish: Wish) => intentFor(name, contracts[name], wish)

/** Mostly as a game, now and then as it was before there were games. */
const tellOutput: L1Habit = (scene) => {
  if (scene.output === null) return []
  const { root, l2Block } = scene.output
  const from = scene.cast.relay
  if (scene.round % ROUNDS === 0) {
    return [call(scene, 'L2OutputOracle', { from, call: 'proposeL2Output', args: [root, BigInt(l2Block)] })]
  }
  const extra = encodeAbiParameters([{ type: 'uint256' }], [BigInt(l2Block)])
  return [call(scene, 'DisputeGameFactory', { from, call: 'create', args: [GAME_TYPE, root, extra] })]
}

/** Each in turn, so that the L2 never gets two deposits of one account in a block. */
const deposit: L1Habit = (scene) => {
  const { bridgers } = scene.cast
  const from = bridgers[scene.round % bridgers.length]
  if (from === undefined) return []
  const args = [from.address, LOCKED, LOCKED, L2_GAS, false, '0x']
  return [
    call(scene, 'OPEN', { from, call: 'approve', args: [scene.contracts.OptimismPortal, LOCKED] }),
    call(scene, 'OptimismPortal', { from, call: 'depositERC20Transaction', args }),
  ]
}

const CONFIGURED_EVERY = 5
const [GAS_LIMIT, GAS_STEP] = [30_000_000n, 1_000_000n]

/** The founder lets blocks hold more, and other blocks less; or names who hands in the L2's batches. */
const configure: L1Habit = (scene) => {
  if (scene.round % CONFIGURED_EVERY !== 0) return []
  const { founder, relay } = scene.cast
  const isOther = (scene.round / CONFIGURED_EVERY) % 2 === 1
  const wish = isOther
    ? { call: 'setBatcherHash', args: [pad(relay.address)] }
    : { call: 'setGasLimit', args: [GAS_LIMIT + GAS_STEP * BigInt(scene.round % 3)] }
  return [call(scene, 'SystemConfig', { from: founder, ...wish })]
}

const TENDED_EVERY = 7
const [SEND, SEND_AND_CALL] = [1, 2]
const [DELIVERY_GAS, DELIVERY_GAS_STEP] = [60_000n, 5_000n]

/** The founder says anew what both ends of the OFT trust: each the other, nobody who looks into what is sent, and the relay who tries it before. */
const tend: L1Habit = (scene) => {
  if (scene.round % TENDED_EVERY !== 1) return []
  const { cast, contracts } = scene
  const options = optionsOf(DELIVERY_GAS + DELIVERY_GAS_STEP * BigInt(scene.round % 3))
  const ends = [
    { name: 'OPENOFTAdapter', peer: contracts.OPENOFT, eid: ENDPOINTS.bsc },
    { name: 'OPENOFT', peer: contracts.OPENOFTAdapter, eid: ENDPOINTS.ethereum },
  ] as const
  return ends.flatMap(({ name, peer, eid }) => {
    const enforced = [SEND, SEND_AND_CALL].map((msgType) => ({ eid, msgType, options }))
    const wishes = [
      { call: 'setPeer', args: [eid, pad(peer)] },
      { call: 'setEnforcedOptions', args: [enforced] },
      { call: 'setMsgInspector', args: [zeroAddress] },
      { call: 'setPreCrime', args: [cast.relay.address] },
    ]
    return wishes.map((wish) => call(scene, name, { from: cast.founder, ...wish }))
  })
}

const sendAbroad: L1Habit = (scene) => {
  const from = scene.cast.bridgers[0]
  if (scene.round % ROUNDS !== 1 || from === undefined) return []
  return [
    call(scene, 'OPEN', { from, call: 'approve', args: [scene.contracts.OPENOFTAdapter, SENT] }),
    call(scene, 'OPENOFTAdapter', { from, call: 'send', args: sendingOf(from.address, ENDPOINTS.bsc, SENT) }),
  ]
}

/** Half of what is there; some of it is handed on there, and one who is given it may spend it. */
const sendHome: L1Habit = (scene) => {
  const [from, neighbour] = scene.cast.bridgers
  if (scene.round % ROUNDS !== 2 || from === undefined || neighbour === undefined) return []
  const amount = (scene.crossings.abroad.get(from.address) ?? 0n) / 2n
  if (amount < SENT / 2n) return []
  return [
    call(scene, 'OPENOFT', { from, call: 'send', args: sendingOf(from.address, ENDPOINTS.ethereum, amount) }),
    call(scene, 'OPENOFT', { from, call: 'approve', args: [neighbour.address, SENT] }),
  ]
}

const prove: L1Habit = (scene) => {
  const { withdrawals, toldBlock } = scene.crossings
  const due = [...withdrawals.values()].filter(({ provenAt, l2Block }) => provenAt === null && l2Block <= toldBlock)
  return due.slice(0, MOST_IN_BLOCK).map(({ fields }) => {
    const args = [fields]
    return call(scene, 'OptimismPortal', { from: scene.cast.relay, call: 'proveWithdrawalTransaction', args })
  })
}

const finalise: L1Habit = (scene) => {
  const { withdrawals, l1Height } = scene.crossings
  const due = [...withdrawals.values()].filter(
    ({ provenAt }) => provenAt !== null && l1Height - provenAt >= MATURE_BLOCKS,
  )
  return due.slice(0, MOST_IN_BLOCK).map(({ fields }) => {
    const args = [fields]
    return call(scene, 'OptimismPortal', { from: scene.cast.relay, call: 'finalizeWithdrawalTransaction', args })
  })
}

const deliver: L1Habit = (scene) =>
  [...scene.crossings.legs.values()].slice(0, MOST_IN_BLOCK).map((leg) => {
    const { cast, contracts } = scene
    const endpoints = endpointsOf(cast.founder.address)
    const isHome = leg.destinationEid === ENDPOINTS.ethereum
    const [far, near] = isHome
      ? [contracts.OPENOFT, contracts.OPENOFTAdapter]
      : [contracts.OPENOFTAdapter, contracts.OPENOFT]
    const origin = { srcEid: isHome ? ENDPOINTS.bsc : ENDPOINTS.ethereum, sender: pad(far), nonce: BigInt(leg.nonce) }
    const args = [origin, near, leg.guid, messageOf(leg)]
    const to = isHome ? endpoints.ethereum : endpoints.bsc
    return intentFor('MessageEndpoint', to, { from: cast.relay, call: 'deliver', args })
  })

/** To oneself, with no options: the network here has none, and takes no fee. */
function sendingOf(from: Address, dstEid: number, amountLD: bigint): readonly unknown[] {
  const unused = { extraOptions: '0x', composeMsg: '0x', oftCmd: '0x' }
  const free = { nativeFee: 0n, lzTokenFee: 0n }
  return [{ dstEid, to: pad(from), amountLD, minAmountLD: 0n, ...unused }, free, from]
}

/** Of type 3, as LayerZero's executor reads them: one option, which is the gas of the delivery. */
function optionsOf(gas: bigint): Hex {
  const [type, worker, lengthBytes, kind] = [numberToHex(3, { size: 2 }), '0x01', numberToHex(17, { size: 2 }), '0x01']
  return concat([type, worker as Hex, lengthBytes, kind as Hex, numberToHex(gas, { size: 16 })])
}

/** Amounts go over in millionths: smaller parts stay behind. */
const MILLIONTH = 10n ** 12n

/** As an OFT writes it: for whom, and how much. */
function messageOf({ account, amount }: Leg): Hex {
  return concat([pad(account), numberToHex(amount / MILLIONTH, { size: 8 })])
}
