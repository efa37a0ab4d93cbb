// Studio credits and grants: lists newest first, one grant by its id, and all grants in sum.
import {
  creditMovement as creditMovements,
  grantDisbursement as grantDisbursements,
  grant as grants,
  studioAccount as studioAccounts,
} from '../../../database/generated/tables'
import { rowIdOf } from '../../arguments/global-id'
import { newestRows, pageCost } from '../../arguments/page'
import { builder } from '../../builder'
import {
  CreditMovement,
  CreditMovementConnection,
  StudioAccount,
  StudioAccountConnection,
} from '../../types/institutions/credit'
import {
  Grant,
  GrantConnection,
  GrantDisbursement,
  GrantDisbursementConnection,
  GrantProgram,
} from '../../types/institutions/grant'

builder.queryFields((t) => ({
  grantProgram: t.drizzleField({
    type: GrantProgram,
    nullable: true,
    description: 'All grants of the L2 in sum; null before the first.',
    resolve: (query, _root, _args, context) =>
      context.database.query.grantProgram.findFirst(
        query({ where: { chainId: context.state.heads[0]?.chainId ?? 0 } }),
      ),
  }),
  grant: t.drizzleField({
    type: Grant,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) => context.database.query.grant.findFirst(query(byId('Grant', args))),
  }),
  grants: t.drizzleConnection(
    {
      type: Grant,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(grants),
      resolve: (query, _root, args, context) => context.database.query.grant.findMany(query(newestRows(args))),
    },
    GrantConnection,
  ),
  grantDisbursements: t.drizzleConnection(
    {
      type: GrantDisbursement,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(grantDisbursements),
      resolve: (query, _root, args, context) =>
        context.database.query.grantDisbursement.findMany(query(newestRows(args))),
    },
    GrantDisbursementConnection,
  ),
  studioAccounts: t.drizzleConnection(
    {
      type: StudioAccount,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(studioAccounts),
      resolve: (query, _root, args, context) => context.database.query.studioAccount.findMany(query(newestRows(args))),
    },
    StudioAccountConnection,
  ),
  creditMovements: t.drizzleConnection(
    {
      type: CreditMovement,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(creditMovements),
      resolve: (query, _root, args, context) => context.database.query.creditMovement.findMany(query(newestRows(args))),
    },
    CreditMovementConnection,
  ),
}))

const byId = (typename: string, args: { id: string }) => ({
  where: { id: rowIdOf(typename, { name: 'id', value: args.id }) },
})
