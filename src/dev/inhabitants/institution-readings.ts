// What do the inhabitants learn of hosts, adapters, agents, credits and grants?
import type { Address, Hex } from 'viem'
import { add, on, type Reading } from './reading'

type OnHost = { adapterId: bigint; host: Hex }
type OfAgent = { agentId: bigint; stake: bigint }
type OfCredits = { account: Address; amount: bigint }
type OfMilestone = { grantId: bigint; index: number; amountUsd: bigint }

export const INSTITUTION_READINGS: Readonly<Record<string, Reading>> = {
  'SigDispersal.AirdropClaimed': on<{ account: Address }>(({ account }, { world }) => {
    world.airdropped.add(account)
  }),
  'SigDispersal.BatchEnabled': on<object>((_args, { world }) => {
    world.airdropNews += 1
  }),
  'AdapterRegistry.HostRegistered': on<{ host: Hex; operator: Address }>(({ host, operator }, { world }) => {
    world.hosts.set(host, { operator, isRetired: false })
  }),
  'AdapterRegistry.HostRetired': on<{ host: Hex }>(({ host }, { world }) => {
    const known = world.hosts.get(host)
    if (known !== undefined) known.isRetired = true
    for (const { hosts } of world.adapters.values()) hosts.delete(host)
  }),
  'AdapterRegistry.AdapterRegistered': on<{ adapterId: bigint; modelId: bigint }>(
    ({ adapterId: id, modelId }, { world }) => {
      world.adapters.set(id, { id, modelId, hosts: new Set() })
    },
  ),
  'AdapterRegistry.AdapterDeployed': on<OnHost>(({ adapterId, host }, { world }) => {
    world.adapters.get(adapterId)?.hosts.add(host)
  }),
  'AdapterRegistry.AdapterRetired': on<OnHost>(({ adapterId, host }, { world }) => {
    world.adapters.get(adapterId)?.hosts.delete(host)
  }),
  'AgentRegistry.AgentDeployed': on<OfAgent & { owner: Address; modelId: bigint }>((args, { world }) => {
    const { agentId: id, owner, modelId, stake } = args
    world.agents.set(id, { id, owner, modelId, stake, isRetired: false })
  }),
  'AgentRegistry.AgentStakeChanged': on<OfAgent>(({ agentId, stake }, { world }) => {
    const agent = world.agents.get(agentId)
    if (agent !== undefined) agent.stake = stake
  }),
  'AgentRegistry.AgentSlashed': on<{ agentId: bigint; amount: bigint }>(({ agentId, amount }, { world }) => {
    const agent = world.agents.get(agentId)
    if (agent !== undefined) agent.stake -= amount
  }),
  'AgentRegistry.AgentRetired': on<{ agentId: bigint }>(({ agentId }, { world }) => {
    const agent = world.agents.get(agentId)
    if (agent !== undefined) agent.isRetired = true
  }),
  'StudioVault.Deposited': on<OfCredits>(({ account, amount }, { world }) => add(world.credits, account, amount)),
  'StudioVault.CreditsSpent': on<OfCredits>(({ account, amount }, { world }) => add(world.credits, account, -amount)),
  'StudioVault.Withdrawn': on<OfCredits>(({ account, amount }, { world }) => add(world.credits, account, -amount)),
  'GrantProgram.GrantAwarded': on<{ grantId: bigint; amountUsd: bigint }>(({ grantId: id, amountUsd }, { world }) => {
    world.grants.set(id, { id, amountUsd, milestones: new Map(), isClosed: false })
  }),
  'GrantProgram.MilestoneSet': on<OfMilestone>(({ grantId, index, amountUsd }, { world }) => {
    world.grants.get(grantId)?.milestones.set(index, { amountUsd, status: 'set' })
  }),
  'GrantProgram.MilestoneReached': on<OfMilestone>(({ grantId, index }, { world }) => {
    const milestone = world.grants.get(grantId)?.milestones.get(index)
    if (milestone !== undefined) milestone.status = 'reached'
  }),
  'GrantProgram.GrantDisbursed': on<OfMilestone>(({ grantId, index }, { world }) => {
    const milestone = world.grants.get(grantId)?.milestones.get(index)
    if (milestone !== undefined) milestone.status = 'paid'
  }),
  'GrantProgram.GrantClosed': on<{ grantId: bigint }>(({ grantId }, { world }) => {
    const grant = world.grants.get(grantId)
    if (grant !== undefined) grant.isClosed = true
  }),
}
