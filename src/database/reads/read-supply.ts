// Where is every wei of OPEN? What was made on L1 and not burned, in the parts that the rows of all chains account for, each once: held
// on L1, on the far end of the OFT, in the tokens of the L2, under way between the chains, and the rest of what the portal holds.
import { sql } from 'drizzle-orm'
import { type Database, select } from '../snapshot'

/** All in wei, as decimal strings. */
export type SupplyRow = {
  chainId: number
  made: string
  /** By everybody but the portal and the lockbox of the OFT. */
  held: string
  lockedInPortal: string
  lockedInAdapter: string
  heldAbroad: string
  oftUnderWay: string
  wrapped: string
  voting: string
  withdrawing: string
  /** Whether a far end of the OFT has ever said anything, or nothing ever left for one. */
  isAbroadSeen: boolean
  /** Whether both the L2's withdrawals and the portal that pays them have said anything. */
  isWithdrawingSeen: boolean
  /** Whether the address book of a chain that is read names the token. */
  isWrappedSeen: boolean
  isVotingSeen: boolean
}

/**
 * null before OPEN itself was seen. The locks are known by what they said: a portal by its deposits, a lockbox by its legs. A withdrawal
 * that was finalised is paid, whatever became of the call behind the payment.
 */
export async function readSupply(database: Database): Promise<SupplyRow | null> {
  const [row] = await select<SupplyRow>(
    database,
    sql`with open as (select id, chain_id, supply from token where symbol = 'OPEN' order by chain_id limit 1),
      balance as (
        select b.balance,
          exists (select from bridge_deposit d where d.contract = a.address and d.chain_id = b.chain_id) as is_portal,
          exists (select from oft_sending s where s.contract = a.address and s.chain_id = b.chain_id)
            or exists (select from oft_receipt r where r.contract = a.address and r.chain_id = b.chain_id) as is_adapter
        from token_balance b join open on b.token_id = open.id join account a on a.id = b.account_id)
    select open.chain_id as "chainId", open.supply::text as made,
      (select coalesce(sum(balance), 0) from balance where not is_portal and not is_adapter)::text as held,
      (select coalesce(sum(balance), 0) from balance where is_portal)::text as "lockedInPortal",
      (select coalesce(sum(balance), 0) from balance where is_adapter and not is_portal)::text as "lockedInAdapter",
      (select coalesce(sum(supply), 0) from token where symbol = 'OPENOFT')::text as "heldAbroad",
      (select coalesce(sum(amount_received), 0) from oft_sending s
        where not exists (select from oft_receipt r where r.guid = s.guid))::text as "oftUnderWay",
      (select coalesce(sum(supply), 0) from token where symbol = 'WOPEN')::text as wrapped,
      (select coalesce(sum(supply), 0) from token where symbol = 'GOPEN')::text as voting,
      (select coalesce(sum(value), 0) from bridge_withdrawal w where not exists
        (select from withdrawal_finalisation f where f.withdrawal_hash = w.withdrawal_hash))::text as withdrawing,
      exists (select from token where symbol = 'OPENOFT')
        or not exists (select from oft_sending s where s.chain_id = open.chain_id) as "isAbroadSeen",
      exists (select from bridge_withdrawal) and exists (select from balance where is_portal) as "isWithdrawingSeen",
      exists (select from head where 'WOPEN' = any(contracts)) as "isWrappedSeen",
      exists (select from head where 'GOPEN' = any(contracts)) as "isVotingSeen"
    from open`,
  )
  return row ?? null
}
