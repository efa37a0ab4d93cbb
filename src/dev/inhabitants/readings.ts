// What does each event mean to the inhabitants? One reading an event; events without one tell them nothing they use.
import { type Address, getAddress, type Hex } from 'viem'
import { parseRows } from '../library/documents'
import { GOVERNANCE_READINGS } from './governance-readings'
import { INSTITUTION_READINGS } from './institution-readings'
import { add, on, type Reading, type Seen } from './reading'
import { type Contribution, currentDataPoints, type Datanet, type Model, type World } from './world'

export function datanetAt(world: World, address: Address): Datanet | undefined {
  return [...world.datanets.values()].find((datanet) => datanet.address === address)
}

/** A Datanet's own events name no Datanet: the address does. */
function onDatanet<Args>(read: (datanet: Datanet, args: Args, seen: Seen) => void): Reading {
  return (args, seen) => {
    const datanet = datanetAt(seen.world, seen.address)
    if (datanet !== undefined) read(datanet, args as Args, seen)
  }
}

function onContribution<Args extends { contributionId: bigint }>(
  read: (contribution: Contribution, args: Args, datanet: Datanet) => void,
): Reading {
  return onDatanet<Args>((datanet, args) => {
    const contribution = datanet.contributions.get(args.contributionId)
    if (contribution !== undefined) read(contribution, args, datanet)
  })
}

function onModel<Args extends { modelId: bigint }>(read: (model: Model, args: Args, seen: Seen) => void): Reading {
  return on<Args>((args, seen) => {
    const model = seen.world.models.get(args.modelId)
    if (model !== undefined) read(model, args, seen)
  })
}

type Created = {
  datanetId: bigint
  owner: Address
  datanet: Address
  name: string
  isPublic: boolean
  fee: bigint
}
type Submitted = { contributionId: bigint; contributor: Address; contentRoot: Hex; contentUri: string }
type OfContribution = { contributionId: bigint }
type OfContributor = { contributor: Address; amount: bigint }
type OfVersion = { modelId: bigint; version: number }
type Accrued = { recipient: Address; amount: bigint }
type OfStake = { stakingId: bigint; recipient: Address }
type OfClaim = { inferenceId: Hex; method: number }

export const READINGS: Readonly<Record<string, Reading>> = {
  ...INSTITUTION_READINGS,
  ...GOVERNANCE_READINGS,
  'DatanetFactory.DatanetCreated': on<Created>((args, { world, place }) => {
    world.datanets.set(args.datanetId, {
      id: args.datanetId,
      address: getAddress(args.datanet),
      owner: args.owner,
      name: args.name,
      isPublic: args.isPublic,
      fee: args.fee,
      contributions: new Map(),
      versions: [],
      stakes: new Map(),
      isChanged: false,
      publishedAt: place.block,
    })
  }),
  'Datanet.ContributionSubmitted': onDatanet<Submitted>((datanet, args, { place, content }) => {
    const { contributionId: id, contributor, contentRoot, contentUri } = args
    const rows = parseRows(content.read(contentUri) ?? '')
    datanet.contributions.set(id, {
      id,
      contributor,
      contentRoot,
      rows,
      place,
      status: 'submitted',
      removed: new Set(),
      isSlashed: false,
    })
  }),
  'Datanet.ContributionApproved': onContribution<OfContribution>((contribution, _, datanet) => {
    contribution.status = 'approved'
    datanet.isChanged = true
  }),
  'Datanet.ContributionRejected': onContribution<OfContribution>((contribution) => {
    contribution.status = 'rejected'
  }),
  'Datanet.ContributionWithdrawn': onContribution<OfContribution>((contribution, _, datanet) => {
    datanet.isChanged ||= contribution.status === 'approved'
    contribution.status = 'withdrawn'
  }),
  'Datanet.RowsRemoved': onContribution<OfContribution & { rows: number[] }>((contribution, { rows }, datanet) => {
    for (const row of rows) contribution.removed.add(row)
    datanet.isChanged = true
  }),
  'Datanet.VersionPublished': onDatanet<{ version: number }>((datanet, { version }, { place }) => {
    datanet.versions.push({ version, dataPoints: currentDataPoints(datanet) })
    datanet.isChanged = false
    datanet.publishedAt = place.block
  }),
  'Datanet.StakeDeposited': onDatanet<OfContributor>((datanet, { contributor, amount }) => {
    add(datanet.stakes, contributor, amount)
  }),
  'Datanet.StakeWithdrawn': onDatanet<OfContributor>((datanet, { contributor, amount }) => {
    add(datanet.stakes, contributor, -amount)
  }),
  'Datanet.ContributorSlashed': onContribution<OfContribution & OfContributor>((contribution, { amount }, datanet) => {
    add(datanet.stakes, contribution.contributor, -amount)
    contribution.isSlashed = true
  }),
  'ModelRegistry.BaseModelRegistered': on((_, { world }) => {
    world.baseModels += 1
  }),
  'ModelRegistry.ModelRegistered': on<{ modelId: bigint; owner: Address; name: string }>((args, { world }) => {
    const { modelId: id, owner, name } = args
    world.models.set(id, { id, owner, name, versions: [], trainedAt: 0 })
  }),
  'ModelRegistry.TrainingRecorded': onModel<OfVersion>((model, { version }, { place }) => {
    model.versions.push({ version, data: [], isPublished: false, inputRate: 0n, outputRate: 0n })
    model.trainedAt = place.block
  }),
  'ModelRegistry.TrainingDataUsed': onModel<OfVersion & { datanetId: bigint; datanetVersion: number }>(
    (model, args) => {
      versionOf(model, args)?.data.push({ datanetId: args.datanetId, version: args.datanetVersion })
    },
  ),
  'ModelRegistry.ModelPublished': onModel<OfVersion & { inputRatePer1k: bigint; outputRatePer1k: bigint }>(
    (model, args) => {
      const version = versionOf(model, args)
      if (version === undefined) return
      Object.assign(version, { isPublished: true, inputRate: args.inputRatePer1k, outputRate: args.outputRatePer1k })
    },
  ),
  'ModelRegistry.ModelDeprecated': onModel<OfVersion>((model, args) => {
    const version = versionOf(model, args)
    if (version !== undefined) version.isPublished = false
  }),
  'InferenceLedger.InferenceRecorded': on<OfVersion & { inferenceId: Hex; contentUri: string }>((args, { world }) => {
    const { inferenceId: id, modelId, version, contentUri } = args
    world.open.set(id, { id, modelId, version, contentUri })
    world.inferences += 1
  }),
  'InferenceLedger.AttributionCommitted': on<OfClaim & { root: Hex }>(({ inferenceId, method, root }, { world }) => {
    const inference = world.open.get(inferenceId)
    world.open.delete(inferenceId)
    if (inference !== undefined) world.claims.push({ inference, method, root })
    // Nobody looks further back than this.
    if (world.claims.length > 200) world.claims.shift()
  }),
  'InferenceLedger.AttributionDisputed': on<OfClaim>(({ inferenceId, method }, { world }) => {
    world.disputed.set(inferenceId, { method, isOpen: true })
  }),
  'InferenceLedger.DisputeResolved': on<OfClaim>(({ inferenceId, method }, { world }) => {
    world.disputed.set(inferenceId, { method, isOpen: false })
  }),
  'RewardDistributor.FeeSplit': on((_, { world }) => {
    world.settled += 1
  }),
  'RewardDistributor.RewardAccrued': on<Accrued>(({ recipient, amount }, { world }) => {
    add(world.accrued, recipient, amount)
  }),
  'RewardDistributor.RewardWithdrawn': on<Accrued>(({ recipient, amount }, { world }) => {
    add(world.accrued, recipient, -amount)
  }),
  'Staking.ConfigCreated': on((_, { world }) => {
    world.stakingConfigs += 1
  }),
  'Staking.Staked': on<OfStake>(({ stakingId, recipient }, seen) => openStake(seen, stakingId, recipient)),
  'Staking.CommitStake': on<OfStake>(({ stakingId }, seen) => openStake(seen, stakingId, null)),
  'Staking.ToppedUp': on<OfStake>(({ stakingId }, seen) => moveStake(seen, stakingId, 'open')),
  'Staking.RequestUnstake': on<OfStake>(({ stakingId, recipient }, seen) => {
    moveStake(seen, stakingId, 'requested')
    const stake = seen.world.stakes.get(stakingId)
    if (stake !== undefined) stake.recipient = recipient
  }),
  'Staking.Unstaked': on<OfStake>(({ stakingId }, seen) => moveStake(seen, stakingId, 'closed')),
}

function versionOf(model: Model, { version }: { version: number }) {
  return model.versions.find((one) => one.version === version)
}

function openStake({ world, place }: Seen, id: bigint, recipient: Address | null): void {
  world.stakes.set(id, { id, recipient, openedAt: place.block, status: 'open', changedAt: place.block })
}

function moveStake({ world, place }: Seen, id: bigint, status: 'open' | 'requested' | 'closed'): void {
  const stake = world.stakes.get(id)
  if (stake !== undefined) Object.assign(stake, { status, changedAt: place.block })
}
