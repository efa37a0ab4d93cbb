// What the agent of an inference was when it acted.
import { builder } from '../../builder'

export const ActingAgent = builder.enumType('ActingAgent', {
  values: {
    ACTIVE: { description: 'It was deployed.' },
    RETIRED: { description: 'It had retired.' },
    UNKNOWN: { description: 'There was no such agent.' },
  } as const,
})
