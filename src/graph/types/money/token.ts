// The forms of OPEN that are tokens: holdings, movements, allowances, wraps.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { DelegationConnection, VotesChangeConnection } from '../institutions/votes'
import { OnChain } from '../on-chain'

export const TokenBalance = builder.drizzleNode('tokenBalance', {
  name: 'TokenBalance',
  description: 'What one account holds of one token.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    balance: t.expose('balance', {
      type: 'BigInt',
      description: 'wei; below zero where the index begins after the token did.',
    }),
    token: t.relation('token'),
    account: t.relation('account'),
  }),
})

export const TokenBalanceConnection = createConnection('TokenBalance', TokenBalance)

const TokenMovement = builder.enumType('TokenMovement', {
  values: ['TRANSFER', 'WRAP', 'UNWRAP', 'MINT', 'BURN'] as const,
})

export const TokenTransfer = builder.drizzleNode('tokenTransfer', {
  name: 'TokenTransfer',
  description: 'One movement of a token.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    movement: t.field({
      type: TokenMovement,
      select: { columns: { movement: true } },
      resolve: ({ movement }) => movement as 'TRANSFER',
    }),
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    token: t.relation('token'),
    from: t.relation('from', { nullable: true, description: 'Null where it was wrapped or minted.' }),
    to: t.relation('to', { nullable: true, description: 'Null where it was unwrapped or burned.' }),
  }),
})

export const TokenTransferConnection = createConnection('TokenTransfer', TokenTransfer)

export const TokenAllowance = builder.drizzleNode('tokenAllowance', {
  name: 'TokenAllowance',
  description: 'The newest approval of a spender by an owner. What is spent of it emits nothing.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    token: t.relation('token'),
    owner: t.relation('owner'),
    spender: t.relation('spender'),
  }),
})

export const TokenAllowanceConnection = createConnection('TokenAllowance', TokenAllowance)

export const TokenWrap = builder.drizzleNode('tokenWrap', {
  name: 'TokenWrap',
  description: 'The native coin put into a token or taken out, where the token says so beside its mint or burn.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    movement: t.field({
      type: TokenMovement,
      select: { columns: { movement: true } },
      resolve: ({ movement }) => movement as 'WRAP',
    }),
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    token: t.relation('token'),
    account: t.relation('account'),
  }),
})

export const TokenWrapConnection = createConnection('TokenWrap', TokenWrap)

export const Token = builder.drizzleNode('token', {
  name: 'Token',
  description: 'A form of OPEN that is a token.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    symbol: t.exposeString('symbol'),
    contract: t.expose('contract', { type: 'Bytes' }),
    supply: t.expose('supply', {
      type: 'BigInt',
      description: 'wei: what was made or wrapped, and neither burned nor unwrapped.',
    }),
    balances: t.relatedConnection(
      'balances',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      TokenBalanceConnection,
    ),
    transfers: t.relatedConnection(
      'transfers',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      TokenTransferConnection,
    ),
    allowances: t.relatedConnection(
      'allowances',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      TokenAllowanceConnection,
    ),
    wraps: t.relatedConnection(
      'wraps',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      TokenWrapConnection,
    ),
    delegations: t.relatedConnection(
      'delegations',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      DelegationConnection,
    ),
    votesChanges: t.relatedConnection(
      'votesChanges',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      VotesChangeConnection,
    ),
  }),
})
