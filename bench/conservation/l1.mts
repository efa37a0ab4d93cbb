// Holds the rows of the L1 against its contracts: balances and supplies, what the portal knows of each withdrawal, what the ends of the
// OFT know of each message; and all forms of OPEN against the whole.
import { createRequire } from 'node:module'
import type { Chain } from '../../src/dev/chain/start'
import type { L1 } from '../../src/dev/l1/start'
import type { Difference, Read, Row, Sql } from './compare.mts'

type Deployment = typeof import('../../src/dev/l1/deploy')
const require = createRequire(import.meta.url)
const { LOCKED_AT_FIRST, endpointsOf } = require('../../lib/dev/l1/deploy.js') as Deployment

export async function l1Reads(sql: Sql, { l1, cast }: Pick<Chain, 'cast'> & { l1: L1 }): Promise<Read[]> {
  const { contracts } = l1.book
  const endpoints = endpointsOf(cast.founder.address)
  const at = (contract: keyof typeof contracts) => ({ contract, at: contracts[contract] })
  const balances = await sql<Row[]>`select t.symbol, a.address, b.balance::text as amount from token_balance b
    join account a on a.id = b.account_id join token t on t.id = b.token_id where t.symbol in ('OPEN', 'OPENOFT')`
  const supplies = await sql<
    Row[]
  >`select symbol, supply::text as amount from token where symbol in ('OPEN', 'OPENOFT')`
  const withdrawals = await sql<Row[]>`select w.withdrawal_hash as hash, (f.id is not null)::text as finalised
    from bridge_withdrawal w left join withdrawal_finalisation f on f.withdrawal_hash = w.withdrawal_hash`
  const legs = await sql<Row[]>`select s.guid, s.contract, (r.id is not null)::text as arrived
    from oft_sending s left join oft_receipt r on r.guid = s.guid`
  const symbolOf = (symbol = '') => symbol as 'OPEN' | 'OPENOFT'
  return [
    ...balances.map(({ symbol, address, amount = '' }) => ({
      ...{ what: `${symbol} of ${address}`, row: amount },
      call: { ...at(symbolOf(symbol)), name: 'balanceOf', args: [address] },
    })),
    ...supplies.map(({ symbol, amount = '' }) => ({
      ...{ what: `supply of ${symbol}`, row: amount },
      call: { ...at(symbolOf(symbol)), name: 'totalSupply', args: [] },
    })),
    ...withdrawals.map(({ hash, finalised = '' }) => ({
      ...{ what: `withdrawal ${hash} is finalised`, row: finalised },
      call: { ...at('OptimismPortal'), name: 'finalizedWithdrawals', args: [hash] },
    })),
    ...legs.map(({ guid, contract = '', arrived = '' }) => {
      const isHome = contract === contracts.OPENOFTAdapter.toLowerCase()
      const end = { contract: 'MessageEndpoint' as const, at: isHome ? endpoints.bsc : endpoints.ethereum }
      return { what: `message ${guid} arrived`, row: arrived, call: { ...end, name: 'isDelivered', args: [guid] } }
    }),
  ]
}

/** What the locks hold is what was locked and not let go. */
export async function supplyChecks(sql: Sql): Promise<Difference[]> {
  const [sums] = await sql<Row[]>`select
    (select sum(b.balance) from token_balance b join account a on a.id = b.account_id
      where a.address in (select contract from bridge_deposit))::text as portal,
    ((select coalesce(sum(mint), 0) from bridge_deposit) - (select coalesce(sum(w.value), 0) from bridge_withdrawal w
      join withdrawal_finalisation f on f.withdrawal_hash = w.withdrawal_hash) + ${String(LOCKED_AT_FIRST)}::numeric)::text as locked,
    (select sum(b.balance) from token_balance b join account a on a.id = b.account_id join token t on t.id = b.token_id
      where t.symbol = 'OPEN' and a.address in (select contract from oft_sending union select contract from oft_receipt))::text as adapter,
    ((select coalesce(sum(supply), 0) from token where symbol = 'OPENOFT') + (select coalesce(sum(amount_received), 0) from oft_sending s
      where not exists (select from oft_receipt r where r.guid = s.guid)))::text as abroad`
  const { portal, locked, adapter, abroad } = sums ?? {}
  return [
    { what: 'OPEN in the portal', row: locked ?? '0', contract: portal ?? '0' },
    { what: 'OPEN in the lockbox', row: abroad ?? '0', contract: adapter ?? '0' },
  ]
}
