// What leaves the L2: each message with the hash by which L1 knows it again.
import type { Hex } from 'viem'
import { concat, keccak256, numberToHex, pad } from 'viem/utils'
import type { Decoders } from '../decoder'
import { UndecodableLog } from '../log-fields'

export const messagePasser: Decoders<'L2ToL1MessagePasser'> = {
  MessagePassed: (fields) => {
    const message = {
      nonce: fields.uint('nonce'),
      sender: fields.address('sender'),
      target: fields.address('target'),
      value: fields.uint('value'),
      gasLimit: fields.uint('gasLimit'),
      data: fields.bytes('data'),
    }
    const withdrawalHash = fields.bytes32('withdrawalHash')
    if (hashOf(message) !== withdrawalHash) throw new UndecodableLog('MessagePassed has the hash of another message')
    return { kind: 'withdrawalInitiated', ...message, withdrawalHash }
  },
}

type Message = Readonly<{
  nonce: bigint
  sender: string
  target: string
  value: bigint
  gasLimit: bigint
  data: string
}>

const WORD_BYTES = 32
const HEAD_WORDS = 6

/** `keccak256(abi.encode(nonce, sender, target, value, gasLimit, data))` */
function hashOf({ nonce, sender, target, value, gasLimit, data }: Message): Hex {
  const word = (number: bigint | number) => numberToHex(number, { size: WORD_BYTES })
  const account = (address: string) => pad(address as Hex, { size: WORD_BYTES })
  const bytes = (data.length - 2) / 2
  const padded = Math.ceil(bytes / WORD_BYTES) * WORD_BYTES
  const head = [word(nonce), account(sender), account(target), word(value), word(gasLimit)]
  const tail = data === '0x' ? [] : [pad(data as Hex, { dir: 'right', size: padded })]
  return keccak256(concat([...head, word(HEAD_WORDS * WORD_BYTES), word(bytes), ...tail]))
}
