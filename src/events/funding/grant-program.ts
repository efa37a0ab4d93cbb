// What the GrantProgram (OpenCircle) says: grants by tier and area, their milestones, what was paid, what was closed.
import { type Decoders, nameOf } from '../decoder'

const TIERS = ['EXPLORATION', 'BUILDING', 'EXPANSION'] as const
const AREAS = ['DEFI_DEPIN', 'GAMING', 'WALLETS_AGENTS', 'HEALTH_FINANCE'] as const

export const grantProgram: Decoders<'GrantProgram'> = {
  GrantAwarded: (fields) => ({
    kind: 'grantAwarded',
    grantId: fields.uint('grantId'),
    recipient: fields.address('recipient'),
    tier: nameOf(TIERS, fields.uint('tier')),
    area: nameOf(AREAS, fields.uint('area')),
    amountUsd: fields.uint('amountUsd'),
    metadataUri: fields.text('metadataUri'),
  }),
  MilestoneSet: (fields) => ({
    kind: 'milestoneSet',
    grantId: fields.uint('grantId'),
    index: fields.uint('index'),
    title: fields.text('title'),
    amountUsd: fields.uint('amountUsd'),
  }),
  MilestoneReached: (fields) => ({
    kind: 'milestoneReached',
    grantId: fields.uint('grantId'),
    index: fields.uint('index'),
    evidenceUri: fields.text('evidenceUri'),
  }),
  GrantDisbursed: (fields) => ({
    kind: 'grantDisbursed',
    grantId: fields.uint('grantId'),
    index: fields.uint('index'),
    amount: fields.uint('amount'),
  }),
  GrantClosed: (fields) => ({
    kind: 'grantClosed',
    grantId: fields.uint('grantId'),
    reason: fields.text('reason'),
  }),
}
