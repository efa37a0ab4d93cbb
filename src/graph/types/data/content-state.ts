// What is known of a text behind an on-chain hash, and whether it may be shown here.
import { builder } from '../../builder'

export const ContentState = builder.enumType('ContentStatus', {
  values: {
    ANCHORED: { description: 'The bytes hash to what the chain says.' },
    MISSING: { description: 'Nobody served the bytes so far.' },
    MISMATCH: { description: 'The bytes that were served do not hash to what the chain says.' },
    REMOVED: { description: 'Taken down: hash and shares stay.' },
    RESTRICTED: { description: 'The Datanet is private or paid: its rows are quoted only as matched passages.' },
  } as const,
})
