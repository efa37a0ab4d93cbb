// How large, deep and wide a document may be: refused while it is parsed and validated, before it costs anything.
import { EnvelopArmorPlugin } from '@escape.tech/graphql-armor'
import type { Plugin } from 'graphql-yoga'
import { ShapeError } from '../errors'
import type { Limits } from '../limits'

export function useShapeLimits(limits: Limits): Plugin {
  const refuse = (what: string, limit: number) => ({
    n: limit,
    // Armor's own error has no code: ours goes out in its place.
    propagateOnRejection: false,
    onReject: [
      () => {
        throw new ShapeError({ what, limit })
      },
    ],
  })
  return EnvelopArmorPlugin({
    maxTokens: refuse('tokens', limits.tokens),
    maxDepth: { ...refuse('levels', limits.depth), flattenFragments: true },
    maxAliases: refuse('aliases', limits.aliases),
    maxDirectives: refuse('directives', limits.directives),
    // Counted by the schema's own weights instead: cost.ts.
    costLimit: { enabled: false },
  })
}
