// The chain held to account for one inference: claim against run per method, and the split of the fee to the wei.

import { type RemainderRow, readRemainder } from '../../../database/reads/read-rewards'
import { leafRewardsOf } from '../../../entities/inferences/leaf-rewards'
import { positionColumns } from '../../arguments/page'
import { builder } from '../../builder'
import { Inference } from '../inference/inference'
import { Account } from '../money/account'
import { OnChain } from '../on-chain'
import { METHOD_NOTE, Verdict, verdictsOf } from './verdict'

const FeeRemainder = builder.objectRef<RemainderRow>('FeeRemainder').implement({
  description: 'What no leaf of the claim gets: what nothing was attributed to, and the dust of rounding.',
  fields: (t) => ({
    due: t.field({
      type: 'BigInt',
      nullable: true,
      description:
        'wei, by the rule: each leaf gets its share of the part for contributors rounded down, this is the rest. Null where the leaves are not known, or claim more than all.',
      resolve: ({ contributors, sharesPpb }) =>
        sharesPpb === null ? null : (leafRewardsOf(BigInt(contributors), sharesPpb.map(BigInt))?.remainder ?? null),
    }),
    accrued: t.expose('accrued', { type: 'BigInt', description: 'wei: what the chain accrued as remainder.' }),
    recipient: t.drizzleField({
      type: Account,
      nullable: true,
      description: 'Who was to get it when the fee was split; null where nobody was named before.',
      resolve: (query, { recipientId }, _args, context) =>
        recipientId === null ? null : context.database.query.account.findFirst(query({ where: { id: recipientId } })),
    }),
  }),
})

export const FeeSplit = builder.drizzleNode('feeSplit', {
  name: 'FeeSplit',
  description: 'How one fee was split; every amount in wei.',
  interfaces: [OnChain],
  id: { column: (split) => split.id },
  select: { columns: positionColumns },
  fields: (t) => ({
    fee: t.expose('fee', { type: 'BigInt' }),
    platform: t.expose('platform', { type: 'BigInt' }),
    model: t.expose('model', { type: 'BigInt' }),
    compute: t.expose('compute', { type: 'BigInt' }),
    stakers: t.expose('stakers', { type: 'BigInt' }),
    contributors: t.expose('contributors', { type: 'BigInt' }),
    difference: t.expose('difference', {
      type: 'BigInt',
      description: 'fee - the sum of the parts: 0 where the chain conserves it.',
    }),
    conserved: t.boolean({
      select: { columns: { difference: true } },
      resolve: ({ difference }) => BigInt(difference) === 0n,
    }),
    method: t.exposeString('method', { description: METHOD_NOTE }),
    remainder: t.field({
      type: FeeRemainder,
      nullable: true,
      complexity: 3,
      description: 'What the claim leaves over of the part for contributors.',
      select: { columns: { id: true } },
      resolve: ({ id }, _args, context) => readRemainder(context.database, id),
    }),
  }),
})

export const Audit = builder.objectRef<{ inferenceId: string }>('Audit').implement({
  description: "The chain's word on an inference, held against what can be computed.",
  fields: (t) => ({
    inference: t.drizzleField({
      type: Inference,
      nullable: true,
      complexity: 2,
      resolve: (query, { inferenceId }, _args, context) =>
        context.database.query.inference.findFirst(query({ where: { id: inferenceId } })),
    }),
    verdicts: t.field({
      type: [Verdict],
      description: 'One a method; SUFFIX_ARRAY always.',
      resolve: ({ inferenceId }, _args, context) => verdictsOf(inferenceId, context),
    }),
    split: t.drizzleField({
      type: FeeSplit,
      nullable: true,
      complexity: 2,
      description: 'Null while the chain has not split the fee; the newest where it did so twice.',
      resolve: (query, { inferenceId }, _args, context) =>
        context.database.query.feeSplit.findFirst(
          query({ where: { inferenceId }, orderBy: { blockNumber: 'desc', logIndex: 'desc' } }),
        ),
    }),
  }),
})
