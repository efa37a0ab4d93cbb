// What the RewardDistributor says: how a fee was split, what accrued to whom, who gets what is left over, what was withdrawn.
import { ATTRIBUTION_METHODS, type Decoders, nameOf } from '../decoder'

const ROLES = ['PLATFORM', 'MODEL', 'STAKER', 'CONTRIBUTOR', 'COMPUTE', 'REMAINDER'] as const

export const rewardDistributor: Decoders<'RewardDistributor'> = {
  FeeSplit: (fields) => ({
    kind: 'feeSplit',
    inferenceId: fields.bytes32('inferenceId'),
    fee: fields.uint('fee'),
    platform: fields.uint('platform'),
    model: fields.uint('model'),
    compute: fields.uint('compute'),
    stakers: fields.uint('stakers'),
    contributors: fields.uint('contributors'),
    method: nameOf(ATTRIBUTION_METHODS, fields.uint('method')),
  }),
  RewardAccrued: (fields) => ({
    kind: 'rewardAccrued',
    inferenceId: fields.bytes32('inferenceId'),
    recipient: fields.address('recipient'),
    role: nameOf(ROLES, fields.uint('role')),
    datanetId: fields.uint('datanetId'),
    amount: fields.uint('amount'),
  }),
  RemainderRecipientSet: (fields) => ({
    kind: 'remainderRecipientSet',
    recipient: fields.address('recipient'),
  }),
  RewardWithdrawn: (fields) => ({
    kind: 'rewardWithdrawn',
    recipient: fields.address('recipient'),
    amount: fields.uint('amount'),
  }),
}
