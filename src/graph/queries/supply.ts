// The whole of OPEN over all chains, and one holder's.
import { readSupply } from '../../database/reads/read-supply'
import { builder } from '../builder'
import { Supply } from '../types/money/supply'
import { TokenBalance } from '../types/money/token'

// There are fewer tokens than this on all chains together.
const MOST_HOLDINGS = 50

builder.queryFields((t) => ({
  supply: t.field({
    type: Supply,
    nullable: true,
    complexity: 20,
    description: 'Where every wei of OPEN is. Null before its own chain is indexed.',
    resolve: (_root, _args, context) => readSupply(context.database),
  }),
  holdings: t.drizzleField({
    type: [TokenBalance],
    complexity: { field: 5, multiplier: MOST_HOLDINGS },
    description:
      "What one address holds in tokens on every chain. The L2's native coin is not among them: it moves without logs.",
    args: { address: t.arg({ type: 'Bytes', required: true }) },
    resolve: (query, _root, { address }, context) =>
      context.database.query.tokenBalance.findMany(
        query({ where: { account: { address } }, orderBy: { tokenId: 'asc' }, limit: MOST_HOLDINGS }),
      ),
  }),
}))
