// Proposals, votes, parameters, the timelock and who may do what: lists newest first, one proposal by its id.
import {
  governanceParameter as governanceParameters,
  proposal as proposals,
  roleChange as roleChanges,
  timelockOperation as timelockOperations,
  vote as votes,
} from '../../../database/generated/tables'
import { rowIdOf } from '../../arguments/global-id'
import { newestRows, pageCost } from '../../arguments/page'
import { builder } from '../../builder'
import { GovernanceParameter, GovernanceParameterConnection } from '../../types/institutions/governance-parameter'
import { Proposal, ProposalConnection, Vote, VoteConnection } from '../../types/institutions/proposal'
import {
  RoleChange,
  RoleChangeConnection,
  TimelockOperation,
  TimelockOperationConnection,
} from '../../types/institutions/timelock'

builder.queryFields((t) => ({
  proposal: t.drizzleField({
    type: Proposal,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) =>
      context.database.query.proposal.findFirst(
        query({ where: { id: rowIdOf('Proposal', { name: 'id', value: args.id }) } }),
      ),
  }),
  proposals: t.drizzleConnection(
    {
      type: Proposal,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(proposals),
      resolve: (query, _root, args, context) => context.database.query.proposal.findMany(query(newestRows(args))),
    },
    ProposalConnection,
  ),
  votes: t.drizzleConnection(
    {
      type: Vote,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(votes),
      resolve: (query, _root, args, context) => context.database.query.vote.findMany(query(newestRows(args))),
    },
    VoteConnection,
  ),
  governanceParameters: t.drizzleConnection(
    {
      type: GovernanceParameter,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(governanceParameters),
      resolve: (query, _root, args, context) =>
        context.database.query.governanceParameter.findMany(query(newestRows(args))),
    },
    GovernanceParameterConnection,
  ),
  timelockOperations: t.drizzleConnection(
    {
      type: TimelockOperation,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(timelockOperations),
      resolve: (query, _root, args, context) =>
        context.database.query.timelockOperation.findMany(query(newestRows(args))),
    },
    TimelockOperationConnection,
  ),
  roleChanges: t.drizzleConnection(
    {
      type: RoleChange,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(roleChanges),
      resolve: (query, _root, args, context) => context.database.query.roleChange.findMany(query(newestRows(args))),
    },
    RoleChangeConnection,
  ),
}))
