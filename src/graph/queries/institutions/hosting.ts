// Hosts, adapters and agents: lists newest first, and one of each by its id.
import {
  adapter as adapters,
  agentSlash as agentSlashes,
  agent as agents,
  host as hosts,
} from '../../../database/generated/tables'
import { rowIdOf } from '../../arguments/global-id'
import { newestRows, pageCost } from '../../arguments/page'
import { builder } from '../../builder'
import { Adapter, AdapterConnection, Host, HostConnection } from '../../types/institutions/adapter'
import { Agent, AgentConnection, AgentSlash, AgentSlashConnection } from '../../types/institutions/agent'

builder.queryFields((t) => ({
  host: t.drizzleField({
    type: Host,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) => context.database.query.host.findFirst(query(byId('Host', args))),
  }),
  adapter: t.drizzleField({
    type: Adapter,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) => context.database.query.adapter.findFirst(query(byId('Adapter', args))),
  }),
  agent: t.drizzleField({
    type: Agent,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, args, context) => context.database.query.agent.findFirst(query(byId('Agent', args))),
  }),
  hosts: t.drizzleConnection(
    {
      type: Host,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(hosts),
      resolve: (query, _root, args, context) => context.database.query.host.findMany(query(newestRows(args))),
    },
    HostConnection,
  ),
  adapters: t.drizzleConnection(
    {
      type: Adapter,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(adapters),
      resolve: (query, _root, args, context) => context.database.query.adapter.findMany(query(newestRows(args))),
    },
    AdapterConnection,
  ),
  agents: t.drizzleConnection(
    {
      type: Agent,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(agents),
      resolve: (query, _root, args, context) => context.database.query.agent.findMany(query(newestRows(args))),
    },
    AgentConnection,
  ),
  agentSlashes: t.drizzleConnection(
    {
      type: AgentSlash,
      complexity: pageCost,
      totalCount: (_root, _args, context) => context.database.$count(agentSlashes),
      resolve: (query, _root, args, context) => context.database.query.agentSlash.findMany(query(newestRows(args))),
    },
    AgentSlashConnection,
  ),
}))

const byId = (typename: string, args: { id: string }) => ({
  where: { id: rowIdOf(typename, { name: 'id', value: args.id }) },
})
