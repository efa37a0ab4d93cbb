// One page of a trace's sources, with what its fields read in bulk: passages and rewards of the whole page at once.
import { readPassagesOfSources, type SourcePassageRow } from '../../database/reads/read-passages'
import { type Accruals, type LeafRow, readAccruals, readLeavesOf } from '../../database/reads/read-rewards'
import { readSources, type SourceRow, type TraceRow } from '../../database/reads/read-trace'
import { leafRewardsOf } from '../../entities/inferences/leaf-rewards'
import { DEFAULT_PAGE_SIZE } from '../arguments/page'
import { type Batch, createBatch } from '../batch'
import type { GraphContext } from '../context'
import { ArgumentRefusedError } from '../errors'
import { apportion } from './apportion'

/** Passages read for one source: more than a reader follows, less than a hostile row could hold. */
export const PASSAGES_LIMIT = 200

export type TraceSourceShape = SourceRow & {
  trace: TraceRow
  passages: Batch<string, SourcePassageRow[]>
  rewards: () => Promise<Map<string, bigint> | null>
}

type PageArguments = {
  first?: number | null | undefined
  last?: number | null | undefined
  after?: string | null | undefined
  before?: string | null | undefined
}

export async function readSourcesPage(trace: TraceRow, args: PageArguments, context: GraphContext) {
  const backward = args.first == null && args.last != null
  const size = args.first ?? args.last ?? DEFAULT_PAGE_SIZE
  const after = args.after == null ? 0 : placeOf('after', args.after)
  const before = args.before == null ? 2_147_483_647 : placeOf('before', args.before)
  const page = await readSources(context.database, trace, { after, before, limit: size, backward })
  const first = page.rows[0]?.place
  const last = page.rows.at(-1)?.place
  const sum = (of: (row: SourceRow) => number) => page.rows.reduce((total, row) => total + of(row), 0)
  return {
    totalCount: page.total,
    rest: {
      count: page.total - page.rows.length,
      sharePpb: page.totalSharePpb - sum((row) => row.sharePpb),
      claimedPpb: page.totalClaimedPpb === null ? null : page.totalClaimedPpb - sum((row) => row.claimedPpb ?? 0),
    },
    edges: withLoaders(trace, page.rows, context).map((node) => ({ cursor: cursorOf(node.place), node })),
    pageInfo: {
      hasPreviousPage: first === undefined ? after > 0 : first > 1,
      hasNextPage: last === undefined ? after < page.total : last < page.total,
      startCursor: first === undefined ? null : cursorOf(first),
      endCursor: last === undefined ? null : cursorOf(last),
    },
  }
}

export const keyOf = (source: { contributionId: string; row: number }): string =>
  `${source.contributionId}:${source.row}`

function withLoaders(trace: TraceRow, rows: SourceRow[], context: GraphContext): TraceSourceShape[] {
  const passages = createBatch<string, SourcePassageRow[]>((keys) => loadPassages(trace, keys, context), [])
  let rewards: Promise<Map<string, bigint> | null> | null = null
  return rows.map((row) => ({
    ...row,
    trace,
    passages,
    rewards: () => {
      rewards ??= readRewards(trace, context)
      return rewards
    },
  }))
}

async function loadPassages(trace: TraceRow, keys: string[], context: GraphContext) {
  const grouped = new Map<string, SourcePassageRow[]>()
  if (trace.run === null) return grouped
  const sources = keys.map((key) => {
    const colon = key.lastIndexOf(':')
    return { contributionId: key.slice(0, colon), row: Number(key.slice(colon + 1)) }
  })
  const found = await readPassagesOfSources(context.database, trace.run.id, { keys: sources, limit: PASSAGES_LIMIT })
  for (const passage of found) grouped.set(keyOf(passage), [...(grouped.get(keyOf(passage)) ?? []), passage])
  return grouped
}

/** What each claimed row was paid, in wei. Null where it can't be derived: no leaves, or the fee was not split by them. */
async function readRewards(trace: TraceRow, context: GraphContext): Promise<Map<string, bigint> | null> {
  if (!trace.leavesKnown) return null
  const paid = await readAccruals(context.database, trace)
  if (paid === null) return null
  const leaves = paid.accruals.length === 0 ? [] : await readLeavesOf(context.database, trace, paid.accruals)
  return shareOut(paid, leaves)
}

/** Each accrual over the leaves of its contributor and Datanet; a row with several leaves has their sum. */
function shareOut({ contributors, accruals }: Accruals, leaves: LeafRow[]): Map<string, bigint> {
  const rewards = new Map<string, bigint>()
  for (const { contributor, datanetNumber, amount } of accruals) {
    const own = leaves.filter((leaf) => leaf.contributor === contributor && leaf.datanetNumber === datanetNumber)
    const parts = partsOf(
      { contributors, accrued: BigInt(amount) },
      own.map(({ sharePpb }) => BigInt(sharePpb)),
    )
    own.forEach((leaf, index) => {
      rewards.set(keyOf(leaf), (rewards.get(keyOf(leaf)) ?? 0n) + (parts[index] ?? 0n))
    })
  }
  return rewards
}

/** What the contract pays for each leaf, where that is what accrued; else what accrued, by claimed share. */
function partsOf(paid: { contributors: bigint; accrued: bigint }, sharesPpb: bigint[]): readonly bigint[] {
  const amounts = leafRewardsOf(paid.contributors, sharesPpb)?.amounts ?? []
  const isByRule = amounts.reduce((sum, amount) => sum + amount, 0n) === paid.accrued
  return isByRule ? amounts : apportion(paid.accrued, sharesPpb)
}

const cursorOf = (place: number): string => Buffer.from(`place:${place}`).toString('base64')

function placeOf(name: string, cursor: string): number {
  const place = /^place:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64').toString())?.[1]
  if (place !== undefined) return Number(place)
  throw new ArgumentRefusedError({
    name,
    value: cursor,
    expected: 'a cursor that an earlier page of this list returned',
  })
}
