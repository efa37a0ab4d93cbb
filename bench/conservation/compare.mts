// Holds rows against the contracts at the height that both stand at: balances, supply, stakes, interest, rewards, and the coins that
// each contract has to have if all of that is so.
import { createRequire } from 'node:module'
import postgres from 'postgres'
import type { Abi, Hex } from 'viem'
import { decodeFunctionResult } from 'viem'
import type { Rpc } from '../../src/dev/chain/rpc'
import type { Chain } from '../../src/dev/chain/start'
import type { Compiled, ContractName } from '../../src/dev/contracts/contract'
import type { Coins } from './coins.mts'
import { l1Reads, supplyChecks } from './l1.mts'

type Contracts = typeof import('../../src/dev/contracts/contract')
type Stakes = typeof import('../../src/database/reads/read-stakes')
type Snapshots = typeof import('../../src/database/snapshot')
type Interest = typeof import('../../src/entities/staking/interest')
const require = createRequire(import.meta.url)
const { abiOf, encodeCall } = require('../../lib/dev/contracts/contract.js') as Contracts
const { readStakeValues } = require('../../lib/database/reads/read-stakes.js') as Stakes
const { openReader } = require('../../lib/database/snapshot.js') as Snapshots
const { valueAfter } = require('../../lib/entities/staking/interest.js') as Interest

export type Difference = { what: string; row: string; contract: string }
export type Read = {
  what: string
  row: string
  call: { contract: Compiled; at: string; name: string; args: unknown[] } | { balanceOf: string }
}
export type Row = Record<string, string>

export async function compareAll(
  { chain, coins }: { chain: Chain; coins: Coins },
  url: string,
): Promise<{ compared: number; differences: Difference[] }> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const reads = [
      ...(await tokenReads(sql, chain)),
      ...(await rewardReads(sql, chain)),
      ...(await datanetReads(sql)),
      ...(await stakeReads(sql, chain, url)),
      ...(await institutionReads(sql, chain)),
      ...(await countReads(sql, chain)),
      ...(await coinReads(sql, chain)),
    ]
    const told = [await hold(chain.rpc, reads), await rowChecks(sql), await coins.hold(sql)]
    if (chain.l1 !== null)
      told.push(await hold(chain.l1.rpc, await l1Reads(sql, { ...chain, l1: chain.l1 })), await supplyChecks(sql))
    const all = told.flat()
    return { compared: all.length, differences: all.filter((one) => one.row !== one.contract) }
  } finally {
    await sql.end()
  }
}

/** What rows say, beside what the contracts of that chain do. */
async function hold(rpc: Rpc, reads: readonly Read[]): Promise<Difference[]> {
  const answers = await ask(rpc, reads)
  return reads.map(({ what, row }, index) => ({ what, row, contract: answers[index] ?? 'no answer' }))
}

export type Sql = ReturnType<typeof postgres>

/** Of everybody that there is, and not of those alone who have a row: what is missing has to be nothing. */
async function tokenReads(sql: Sql, { addresses }: Chain): Promise<Read[]> {
  const symbols = sql(['WOPEN', 'GOPEN'])
  const rows = await sql<Row[]>`select t.symbol, a.address, coalesce(b.balance, 0)::text as amount
    from account a join token t on t.chain_id = a.chain_id
    left join token_balance b on b.account_id = a.id and b.token_id = t.id where t.symbol in ${symbols}`
  const supplies = await sql<Row[]>`select symbol, supply::text as amount from token where symbol in ${symbols}`
  const votes = await sql<
    Row[]
  >`select a.address, coalesce(v.votes, 0)::text as amount from account a left join lateral (
    select votes from votes_change where delegate_id = a.id order by block_number desc, log_index desc limit 1) v on true
    where a.chain_id = (select min(chain_id) from head)`
  const delegates = await sql<
    Row[]
  >`select a.address, coalesce(t.address, ${NOBODY}) as amount from account a left join lateral (
    select to_id from delegation where delegator_id = a.id order by block_number desc, log_index desc limit 1) d on true
    left join account t on t.id = d.to_id where a.chain_id = (select min(chain_id) from head)`
  const token = (symbol = '') => ({ contract: symbol as 'WOPEN', at: addresses[symbol as 'WOPEN'] })
  return [
    ...rows.map(({ symbol, address, amount }) =>
      read(`${symbol} of ${address}`, amount, { ...token(symbol), name: 'balanceOf', args: [address] }),
    ),
    ...supplies.map(({ symbol, amount }) =>
      read(`supply of ${symbol}`, amount, { ...token(symbol), name: 'totalSupply', args: [] }),
    ),
    ...votes.map(({ address, amount }) =>
      read(`votes of ${address}`, amount, { ...token('GOPEN'), name: 'getVotes', args: [address] }),
    ),
    ...delegates.map(({ address, amount }) =>
      read(`delegate of ${address}`, amount, { ...token('GOPEN'), name: 'delegates', args: [address] }),
    ),
  ]
}

async function rewardReads(sql: Sql, { addresses }: Chain): Promise<Read[]> {
  const rows = await sql<Row[]>`select address, (rewards_accrued - rewards_withdrawn)::text as amount from account
    where chain_id = (select min(chain_id) from head)`
  const at = addresses.RewardDistributor
  return rows.map(({ address, amount }) =>
    read(`rewards of ${address}`, amount, { contract: 'RewardDistributor', at, name: 'accrued', args: [address] }),
  )
}

async function datanetReads(sql: Sql): Promise<Read[]> {
  const stakes = await sql<Row[]>`select d.contract, a.address, s.balance::text as amount
    from contributor_stake s join datanet d on d.id = s.datanet_id join account a on a.id = s.contributor_id`
  const counts = await sql<Row[]>`select contract,
    (select count(*) from contribution c where c.datanet_id = d.id)::text as contributions,
    (select count(*) from datanet_version v where v.datanet_id = d.id)::text as versions from datanet d`
  return [
    ...stakes.map(({ contract, address, amount }) =>
      read(`stake of ${address} in ${contract}`, amount, {
        contract: 'Datanet',
        at: contract ?? '',
        name: 'stakeOf',
        args: [address],
      }),
    ),
    ...counts.flatMap(({ contract: at = '', contributions, versions }) => [
      read(`contributions of ${at}`, contributions, { contract: 'Datanet', at, name: 'contributionCount', args: [] }),
      read(`versions of ${at}`, versions, { contract: 'Datanet', at, name: 'versionCount', args: [] }),
    ]),
  ]
}

/** Worth by the API's own way of asking for it; the contract answers for the block before the next one, so for the head's second. */
async function stakeReads(sql: Sql, chain: Chain, url: string): Promise<Read[]> {
  const at = chain.addresses.Staking
  const rows = await sql<Row[]>`select id, staking_id::text as number from stake where status <> 'UNSTAKED'`
  const moment = new Date(chain.sequencer.headTime() * 1000).toISOString()
  const reader = openReader(url, { max: 1, statementTimeoutMs: 10_000 })
  const keys = rows.map(({ id }) => `${id} ${moment}`)
  const values = await reader.inSnapshot((database) => readStakeValues(database, keys))
  await reader.close()
  return rows.map(({ id, number = '' }) => {
    const found = values.get(`${id} ${moment}`)
    const value = valueAfter({
      principal: BigInt(found?.principal ?? -1),
      interestRate: BigInt(found?.interestRate ?? 0),
      durationSeconds: BigInt(found?.stakeDuration ?? 0),
      elapsedSeconds: BigInt(found?.elapsedSeconds ?? 0),
    })
    return read(`worth of stake ${number}`, String(value), {
      contract: 'Staking',
      at,
      name: 'valueOf',
      args: [BigInt(number)],
    })
  })
}

async function institutionReads(sql: Sql, { addresses }: Chain): Promise<Read[]> {
  const of = (contract: ContractName & keyof typeof addresses, name: string, what: string) => (rows: Row[]) =>
    rows.map(({ key = '', amount }) =>
      read(`${what} ${key}`, amount, { contract, at: addresses[contract], name, args: key === '' ? [] : [key] }),
    )
  const credits = await sql<Row[]>`select a.address as key, coalesce(s.balance, 0)::text as amount
    from account a left join studio_account s on s.account_id = a.id where a.chain_id = (select min(chain_id) from head)`
  const agents = await sql<Row[]>`select agent_id::text as key, stake::text as amount from agent`
  const committed = await sql<Row[]>`select committed_usd::text as amount from grant_program`
  const hosts = await sql<
    Row[]
  >`select h.host as key, case h.status when 'ACTIVE' then a.address else ${NOBODY} end as amount
    from host h join account a on a.id = h.operator_id`
  return [
    ...of('StudioVault', 'creditsOf', 'credits of')(credits),
    ...of('AgentRegistry', 'stakeOf', 'stake of agent')(agents),
    ...of('GrantProgram', 'committedUsd', 'committed of grants')(committed),
    ...of('AdapterRegistry', 'operatorOf', 'operator of host')(hosts),
  ]
}

const NOBODY = `0x${'0'.repeat(40)}`

/** What the contracts count: a row that is missing is held against nothing else. */
async function countReads(sql: Sql, { addresses }: Chain): Promise<Read[]> {
  const [counts] = await sql<Row[]>`select
    (select count(*) from datanet)::text as "DatanetFactory.datanetCount", (select count(*) from base_model)::text as "ModelRegistry.baseModelCount",
    (select count(*) from model)::text as "ModelRegistry.modelCount", (select count(*) from adapter)::text as "AdapterRegistry.adapterCount",
    (select count(*) from agent)::text as "AgentRegistry.agentCount", (select count(*) from "grant")::text as "GrantProgram.grantCount",
    (select count(*) from inference)::text as "InferenceLedger.inferenceCount", (select count(*) from stake)::text as "Staking.stakeCount",
    (select count(*) from staking_config)::text as "Staking.configCount"`
  return Object.entries(counts ?? {}).map(([what, row]) => {
    const [contract, name = ''] = what.split('.') as [ContractName & keyof typeof addresses, string]
    return read(what, row, { contract, at: addresses[contract], name, args: [] })
  })
}

/** What a contract owes is what it has. */
async function coinReads(sql: Sql, { addresses }: Chain): Promise<Read[]> {
  const [sums] = await sql<Row[]>`select
    ((select sum(rewards_accrued - rewards_withdrawn) from account) + (select coalesce(sum(fee), 0) from inference i
      where not exists (select from fee_split s where s.inference_id = i.id)))::text as rewards,
    (select coalesce(sum(bond), 0) from dispute where status = 'OPEN')::text as bonds,
    (select coalesce(sum(balance), 0) from studio_account)::text as credits, (select coalesce(sum(stake), 0) from agent)::text as agents,
    (select supply from token where symbol = 'WOPEN')::text as wrapped, (select supply from token where symbol = 'GOPEN')::text as voting,
    (select coalesce(sum(value), 0) from bridge_withdrawal)::text as left`
  const datanets = await sql<Row[]>`select d.contract, coalesce(sum(s.balance), 0)::text as amount
    from datanet d left join contributor_stake s on s.datanet_id = d.id group by 1`
  return [
    {
      what: 'coins of the RewardDistributor',
      row: sums?.['rewards'] ?? '',
      call: { balanceOf: addresses.RewardDistributor },
    },
    {
      what: 'coins of the InferenceLedger',
      row: sums?.['bonds'] ?? '',
      call: { balanceOf: addresses.InferenceLedger },
    },
    { what: 'coins of WOPEN', row: sums?.['wrapped'] ?? '', call: { balanceOf: addresses.WOPEN } },
    {
      what: 'coins of the StudioVault',
      row: sums?.['credits'] ?? '',
      call: { balanceOf: addresses.StudioVault },
    },
    { what: 'coins of the AgentRegistry', row: sums?.['agents'] ?? '', call: { balanceOf: addresses.AgentRegistry } },
    { what: 'coins that left', row: sums?.['left'] ?? '', call: { balanceOf: addresses.L2ToL1MessagePasser } },
    { what: 'coins of GOPEN', row: sums?.['voting'] ?? '0', call: { balanceOf: addresses.GOPEN } },
    ...datanets.map(({ contract = '', amount = '' }) => ({
      what: `coins of ${contract}`,
      row: amount,
      call: { balanceOf: contract },
    })),
  ]
}

/** What the chain says twice has to be the same, and said at all: fees and their parts, parts and accruals, what a stake was worth and what was paid. */
async function rowChecks(sql: Sql): Promise<Difference[]> {
  const [sums] = await sql<Row[]>`select
    (select coalesce(sum(abs(difference)), 0) from fee_split)::text as splits,
    (select count(*) from fee_split s where s.fee <> (select coalesce(sum(amount), 0) from reward r where r.inference_id = s.inference_id))::text as accruals,
    (select count(*) from stake where status = 'UNSTAKED' and (amount_due = amount_returned) is not true)::text as stakes,
    (select count(*) from skipped_log)::text as skipped`
  return Object.entries(sums ?? {}).map(([what, row]) => ({ what: `rows: ${what}`, row, contract: '0' }))
}

function read(what: string, row: string | undefined, call: Exclude<Read['call'], { balanceOf: string }>): Read {
  return { what, row: row ?? '', call }
}

async function ask(rpc: Rpc, reads: readonly Read[]): Promise<string[]> {
  const answers = await rpc.askAll<Hex>(
    reads.map(({ call }) =>
      'balanceOf' in call
        ? ['eth_getBalance', call.balanceOf, 'latest']
        : ['eth_call', { to: call.at, data: encodeCall(call.contract, call.name, call.args) }, 'latest'],
    ),
  )
  return answers.map((data, index) => {
    const call = reads[index]?.call
    if (call === undefined || 'balanceOf' in call) return BigInt(data).toString()
    const abi: Abi = abiOf(call.contract)
    // Addresses come back with the capitals of their checksum.
    return String(decodeFunctionResult({ abi, functionName: call.name, data })).toLowerCase()
  })
}
