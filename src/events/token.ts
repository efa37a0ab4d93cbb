// What the tokens say that wrap the native coin one to one: transfers, wraps and unwraps, allowances. Two tokens share their
// events' topics; which of them speaks is known by its address alone.
import type { Decoders } from './decoder'

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
