// What L1 is told of the L2's state: the roots at which proofs end, as dispute games have them and as the oracle before had them.
import { functionSelector } from '../../chain/abi'
import type { ChainLog } from '../../chain/block'
import type { Decoders } from '../decoder'

export const disputeGames: Decoders<'DisputeGameFactory'> = {
  DisputeGameCreated: (fields, { log }) => ({
    kind: 'outputProposed',
    root: fields.bytes32('rootClaim'),
    gameType: fields.uint('gameType'),
    game: fields.address('disputeProxy'),
    outputIndex: null,
    l2BlockNumber: blockOfGame(log),
  }),
}

export const outputOracle: Decoders<'L2OutputOracle'> = {
  OutputProposed: (fields) => ({
    kind: 'outputProposed',
    root: fields.bytes32('outputRoot'),
    gameType: null,
    game: null,
    outputIndex: fields.uint('l2OutputIndex'),
    l2BlockNumber: fields.uint('l2BlockNumber'),
  }),
}

const CREATE = functionSelector('DisputeGameFactory', 'create')
const WORD_HEX = 64
/** Game type, root, offset and length of the extra data, and one word of it. */
const WORDS = 5

/** The event leaves it out; a direct call of `create` has it as its extra data. null: not to be known from here. */
function blockOfGame({ call, address }: ChainLog): bigint | null {
  if (call === null || call.to !== address || !call.input.startsWith(CREATE)) return null
  const data = call.input.slice(CREATE.length)
  if (data.length !== WORDS * WORD_HEX) return null
  return BigInt(`0x${data.slice((WORDS - 1) * WORD_HEX)}`)
}
