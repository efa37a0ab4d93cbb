// Whether a model version is for sale, now or when it was used.
import { builder } from '../../builder'

export const ModelVersionStatus = builder.enumType('ModelVersionStatus', {
  values: {
    RECORDED: { description: 'Trained, and never published.' },
    PUBLISHED: { description: 'It has rates.' },
    DEPRECATED: { description: 'It had, and was taken back; published again, it is for sale again.' },
  } as const,
})
