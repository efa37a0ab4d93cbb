// _meta: the block and the revision an answer is of.
import { builder } from '../builder'
import { Meta } from '../types/meta'

builder.queryField('_meta', (t) => t.field({ type: Meta, resolve: (_root, _args, context) => context.state }))
