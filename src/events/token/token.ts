// What the tokens say: transfers, wraps and unwraps, allowances, votes. Two of them share their events' topics; which of them speaks is
// known by its address alone.
import { receivedOf, sentOf } from '../bridge/oft'
import { oftSettings } from '../bridge/oft-settings'
import type { Decoders } from '../decoder'
import type { Statement } from '../event'
import type { LogFields } from '../log-fields'

type Moved = Extract<Statement, { kind: 'tokenMoved' }>

/** Wrapping and unwrapping emit no Transfer. */
export const wopen: Decoders<'WOPEN'> = {
  Transfer: (fields) => ({
    kind: 'tokenMoved',
    token: 'WOPEN',
    movement: 'TRANSFER',
    from: fields.address('src'),
    to: fields.address('dst'),
    amount: fields.uint('wad'),
  }),
  Deposit: (fields) => ({
    kind: 'tokenMoved',
    token: 'WOPEN',
    movement: 'WRAP',
    from: null,
    to: fields.address('dst'),
    amount: fields.uint('wad'),
  }),
  Withdrawal: (fields) => ({
    kind: 'tokenMoved',
    token: 'WOPEN',
    movement: 'UNWRAP',
    from: fields.address('src'),
    to: null,
    amount: fields.uint('wad'),
  }),
  Approval: (fields) => ({
    kind: 'tokenApproved',
    token: 'WOPEN',
    owner: fields.address('src'),
    spender: fields.address('guy'),
    amount: fields.uint('wad'),
  }),
}

/** Wrapping and unwrapping emit the Transfer of a mint or burn besides: balances follow from that one alone, or they double. */
export const gopen: Decoders<'GOPEN'> = {
  Transfer: (fields) => movedOf('GOPEN', fields),
  Approval: (fields) => approvedOf('GOPEN', fields),
  Deposit: (fields) => ({ ...wrappedOf(fields), movement: 'WRAP' }),
  Withdrawal: (fields) => ({ ...wrappedOf(fields), movement: 'UNWRAP' }),
  DelegateChanged: (fields) => ({
    kind: 'delegateChanged',
    token: 'GOPEN',
    delegator: fields.address('delegator'),
    from: somebody(fields.address('fromDelegate')),
    to: somebody(fields.address('toDelegate')),
  }),
  DelegateVotesChanged: (fields) => ({
    kind: 'votesChanged',
    token: 'GOPEN',
    delegate: fields.address('delegate'),
    previousVotes: fields.uint('previousVotes'),
    votes: fields.uint('newVotes'),
  }),
}

/** On the chain where it was made. */
export const openToken: Decoders<'OPEN'> = {
  Transfer: (fields) => movedOf('OPEN', fields),
  Approval: (fields) => approvedOf('OPEN', fields),
}

/** On another chain: made where it arrives, burned where it leaves. */
export const openOft: Decoders<'OPENOFT'> = {
  Transfer: (fields) => movedOf('OPENOFT', fields),
  Approval: (fields) => approvedOf('OPENOFT', fields),
  OFTSent: (fields) => sentOf(fields),
  OFTReceived: (fields) => receivedOf(fields),
  ...oftSettings,
}

const NOBODY = `0x${'0'.repeat(40)}`

function somebody(address: string): string | null {
  return address === NOBODY ? null : address
}

/** An ERC-20 as OpenZeppelin writes it: what comes from nobody is made, what goes to nobody ends. */
function movedOf(token: string, fields: LogFields): Moved {
  const from = somebody(fields.address('from'))
  const to = somebody(fields.address('to'))
  const movement = from === null ? 'MINT' : to === null ? 'BURN' : 'TRANSFER'
  return { kind: 'tokenMoved', token, movement, from, to, amount: fields.uint('value') }
}

function approvedOf(token: string, fields: LogFields): Statement {
  const [owner, spender] = [fields.address('owner'), fields.address('spender')]
  return { kind: 'tokenApproved', token, owner, spender, amount: fields.uint('value') }
}

function wrappedOf(fields: LogFields) {
  return {
    kind: 'tokenWrapped',
    token: 'GOPEN',
    account: fields.address('sender'),
    amount: fields.uint('amt'),
  } as const
}
