// Of which block is this answer, and is anything known to be missing from it?
import { sql } from 'drizzle-orm'
import { type DatabaseState, type Head, select } from '../../database/snapshot'
import { builder } from '../builder'
import { Block } from './money/position'

const ChainHead = builder.objectRef<Head>('ChainHead').implement({
  description: 'How far one chain is indexed.',
  fields: (t) => ({
    chainId: t.exposeInt('chainId'),
    block: t.field({ type: Block, resolve: (head) => head }),
    lagSeconds: t.int({
      description: 'Seconds since that block, by the clock of this server.',
      resolve: ({ timestamp }) => Math.max(0, Math.round((Date.now() - timestamp.getTime()) / 1_000)),
    }),
  }),
})

export const Meta = builder.objectRef<DatabaseState>('Meta').implement({
  description: 'What an answer stands on.',
  fields: (t) => ({
    block: t.field({
      type: Block,
      nullable: true,
      description: 'The newest L2 block whose effects are in the answer. Null before the first.',
      resolve: ({ heads }) => heads[0] ?? null,
    }),
    revision: t.field({
      type: 'BigInt',
      description: 'Raised by every commit of any process.',
      resolve: ({ revision }) => revision,
    }),
    chains: t.field({ type: [ChainHead], resolve: ({ heads }) => heads.slice() }),
    hasIndexingErrors: t.boolean({
      complexity: 2,
      description: 'Whether logs had to be skipped, so that rows may be missing.',
      resolve: async (_state, _args, context) => {
        const [row] = await select<{ found: boolean }>(
          context.database,
          sql`select exists (select from skipped_log) as found`,
        )
        return row?.found ?? false
      },
    }),
  }),
})
