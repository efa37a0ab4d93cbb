// The whole graph: every type and query above, built into one schema.
import './scalars'
import './queries/attribute'
import './queries/bridge'
import './queries/conduct'
import './queries/inferences'
import './queries/institutions/funding'
import './queries/institutions/governance'
import './queries/institutions/hosting'
import './queries/meta'
import './queries/money'
import './queries/subjects'
import './queries/subscriptions'
import './queries/supply'
import './queries/trace'
import type { GraphQLSchema } from 'graphql'
import { builder } from './builder'

export const schema: GraphQLSchema = builder.toSchema()
