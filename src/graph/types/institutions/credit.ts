// Studio credits: what an account put in, spent on inferences and took back.

import { newestFirst, pageCost, positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { createConnection } from '../../connection'
import { OnChain } from '../on-chain'

const CreditMovementKind = builder.enumType('CreditMovementKind', {
  values: ['DEPOSIT', 'SPEND', 'WITHDRAWAL'] as const,
})

export const StudioAccount = builder.drizzleNode('studioAccount', {
  name: 'StudioAccount',
  description: 'What one account has in studio credits, 1 wei each.',
  interfaces: [OnChain],
  id: { column: (credits) => credits.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    deposited: t.expose('deposited', { type: 'BigInt', description: 'wei' }),
    spent: t.expose('spent', { type: 'BigInt', description: 'wei' }),
    withdrawn: t.expose('withdrawn', { type: 'BigInt', description: 'wei' }),
    balance: t.expose('balance', {
      type: 'BigInt',
      description: 'wei: deposited - spent - withdrawn; below zero where the index begins after the vault did.',
    }),
    account: t.relation('account'),
    movements: t.relatedConnection(
      'movements',
      { totalCount: true, complexity: pageCost, query: newestFirst },
      CreditMovementConnection,
    ),
  }),
})

export const CreditMovement = builder.drizzleNode('creditMovement', {
  name: 'CreditMovement',
  description: 'One movement of studio credits.',
  interfaces: [OnChain],
  id: { column: (movement) => movement.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    movement: t.field({
      type: CreditMovementKind,
      select: { columns: { movement: true } },
      resolve: ({ movement }) => movement as 'DEPOSIT',
    }),
    amount: t.expose('amount', { type: 'BigInt', description: 'wei' }),
    onChainInferenceId: t.expose('onChainInferenceId', {
      type: 'Bytes',
      nullable: true,
      description: 'What a SPEND says it paid for.',
    }),
    inference: t.relation('inference', {
      nullable: true,
      description: 'Null where nothing was spent, or on an inference that was never recorded.',
    }),
    account: t.relation('account'),
  }),
})

export const StudioAccountConnection = createConnection('StudioAccount', StudioAccount)

export const CreditMovementConnection = createConnection('CreditMovement', CreditMovement)
