// OPEN between L1 and the L2: each way in its stages, and the roots at which proofs end. What each chain says is a row of that chain;
// they meet here.
import { depositStateOf } from '../../../entities/bridge/deposit-state'
import { withdrawalStateOf } from '../../../entities/bridge/withdrawal-state'
import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'
import { Transaction } from './transaction'

const DepositStatus = builder.enumType('DepositStatus', {
  values: {
    UNDER_WAY: {
      description:
        'Not known to have arrived: no L2 block with an event follows from its L1 block or a later one so far.',
    },
    ARRIVED: {
      description:
        'Its transaction was read, or an L2 block that follows from its L1 block or a later one: derivation puts it into the first of these.',
    },
    FAILED: { description: 'Its coin came into being, but its call was not done.' },
    UNKNOWN: { description: 'No origin of an L2 block is known: transactions are not read.' },
  } as const,
})

const Arrival = builder.objectRef<{ transactionHash: string; seconds: number }>('Arrival').implement({
  description: 'The L2 transaction that a deposit became.',
  fields: (t) => ({
    transaction: t.field({ type: Transaction, resolve: ({ transactionHash }) => ({ hash: transactionHash }) }),
    secondsTaken: t.exposeInt('seconds', { description: 'From its L1 block to its L2 block.' }),
  }),
})

const secondsBetween = (from: Date, to: Date) => Math.round((to.getTime() - from.getTime()) / 1_000)

export const BridgeDeposit = builder.drizzleNode('bridgeDeposit', {
  name: 'BridgeDeposit',
  description: 'OPEN sent from L1 to the L2; its position is on L1.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    contract: t.expose('contract', { type: 'Bytes', description: 'The portal, which locks it.' }),
    from: t.relation('from'),
    to: t.expose('to', { type: 'Bytes', description: 'The account on the L2.' }),
    mint: t.expose('mint', { type: 'BigInt', description: 'wei that come into being on the L2.' }),
    value: t.expose('value', { type: 'BigInt', description: 'wei of it that are passed on to `to`.' }),
    gasLimit: t.expose('gasLimit', { type: 'BigInt' }),
    isCreation: t.exposeBoolean('isCreation'),
    data: t.expose('data', { type: 'Bytes' }),
    sourceHash: t.expose('sourceHash', { type: 'Bytes' }),
    l2TransactionHash: t.expose('l2TransactionHash', {
      type: 'Bytes',
      description: 'Of the transaction that it becomes on the L2, as derivation has it.',
    }),
    status: t.field({
      type: DepositStatus,
      complexity: 2,
      select: { columns: { id: true } },
      resolve: async ({ id }, _args, context) => {
        const row = await context.arrivals(id)
        return row === null ? 'UNKNOWN' : depositStateOf(row)
      },
    }),
    arrival: t.field({
      type: Arrival,
      nullable: true,
      complexity: 2,
      description: 'By its source hash. Null where that transaction was not read: its block has no event.',
      select: { columns: { id: true } },
      resolve: async ({ id, timestamp }, _args, context) => {
        const row = await context.arrivals(id)
        if (row === null || row.transactionHash === null || row.timestamp === null) return null
        return { transactionHash: row.transactionHash, seconds: secondsBetween(timestamp, new Date(row.timestamp)) }
      },
    }),
  }),
})

export const BridgeDepositConnection = createConnection('BridgeDeposit', BridgeDeposit)

const WithdrawalStatus = builder.enumType('WithdrawalStatus', {
  description: 'How far a withdrawal has come on L1. FAILED: it was finalised, but its call was not done.',
  values: ['INITIATED', 'PROVEN', 'FINALISED', 'FAILED'] as const,
})

const WithdrawalProof = builder.drizzleNode('withdrawalProof', {
  name: 'WithdrawalProof',
  description: 'A withdrawal proven on L1.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    sender: t.expose('sender', { type: 'Bytes' }),
    target: t.expose('target', { type: 'Bytes' }),
    withdrawal: t.relation('withdrawal', { nullable: true, description: 'Null while the L2 is not indexed so far.' }),
  }),
})

const WithdrawalProofConnection = createConnection('WithdrawalProof', WithdrawalProof)

export const WithdrawalFinalisation = builder.drizzleNode('withdrawalFinalisation', {
  name: 'WithdrawalFinalisation',
  description: 'A withdrawal finalised on L1.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({ isSuccess: t.exposeBoolean('isSuccess') }),
})

const FINALISATION = { columns: { isSuccess: true, timestamp: true } } as const
const FIRST_PROOF = { columns: { id: true, timestamp: true }, orderBy: { id: 'asc' }, limit: 1 } as const

export const BridgeWithdrawal = builder.drizzleNode('bridgeWithdrawal', {
  name: 'BridgeWithdrawal',
  description: 'OPEN that leaves the L2; its position is on the L2.',
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    withdrawalHash: t.expose('withdrawalHash', { type: 'Bytes' }),
    nonce: t.expose('nonce', { type: 'BigInt' }),
    sender: t.relation('sender'),
    target: t.expose('target', { type: 'Bytes', description: 'The account on L1.' }),
    value: t.expose('value', { type: 'BigInt', description: 'wei' }),
    gasLimit: t.expose('gasLimit', { type: 'BigInt' }),
    data: t.expose('data', { type: 'Bytes' }),
    status: t.field({
      type: WithdrawalStatus,
      select: { with: { finalisation: FINALISATION, proofs: FIRST_PROOF } },
      resolve: ({ finalisation, proofs }) => withdrawalStateOf(proofs.length > 0, finalisation),
    }),
    secondsTaken: t.int({
      nullable: true,
      description: 'From the L2 block that said it to the L1 block that finalised it; null until then.',
      select: { with: { finalisation: FINALISATION } },
      resolve: ({ finalisation, timestamp }) =>
        finalisation === null ? null : secondsBetween(timestamp, finalisation.timestamp),
    }),
    secondsToProof: t.int({
      nullable: true,
      description: 'From the L2 block that said it to the L1 block in which it was first proven; null until then.',
      select: { with: { proofs: FIRST_PROOF } },
      resolve: ({ proofs: [proof], timestamp }) =>
        proof === undefined ? null : secondsBetween(timestamp, proof.timestamp),
    }),
    secondsToFinalisation: t.int({
      nullable: true,
      description: 'From its first proof to the L1 block that finalised it; null until then.',
      select: { with: { proofs: FIRST_PROOF, finalisation: FINALISATION } },
      resolve: ({ proofs: [proof], finalisation }) =>
        proof === undefined || finalisation === null ? null : secondsBetween(proof.timestamp, finalisation.timestamp),
    }),
    proofs: t.relatedConnection(
      'proofs',
      {
        description: 'More than one where it was proven anew.',
        ...{ totalCount: true, complexity: pageCost, query: newestFirst },
      },
      WithdrawalProofConnection,
    ),
    finalisation: t.relation('finalisation', { nullable: true }),
  }),
})

export const BridgeWithdrawalConnection = createConnection('BridgeWithdrawal', BridgeWithdrawal)

export const OutputRoot = builder.drizzleNode('outputRoot', {
  name: 'OutputRoot',
  description: "A root of the L2's state that L1 was told of, by a dispute game or by the oracle.",
  interfaces: [OnChain],
  id: { column: (row) => row.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    root: t.expose('root', { type: 'Bytes' }),
    gameType: t.expose('gameType', { type: 'BigInt', nullable: true }),
    game: t.expose('game', { type: 'Bytes', nullable: true, description: 'Null where the oracle says it.' }),
    outputIndex: t.expose('outputIndex', { type: 'BigInt', nullable: true, description: 'Null where a game does.' }),
    l2BlockNumber: t.expose('l2BlockNumber', {
      type: 'BigInt',
      nullable: true,
      description: 'The L2 block whose state it is of; null where a game was not made by a direct call.',
    }),
  }),
})

export const OutputRootConnection = createConnection('OutputRoot', OutputRoot)
