// Accounts are asked for by id or by address; an address alone means the one on the L2.
import type { DatabaseState } from '../../database/snapshot'
import { accountId } from '../../events/ids'
import { ArgumentRefusedError } from '../errors'
import { rowIdOf } from './global-id'

export function accountIdOf(name: string, value: string, state: DatabaseState): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(value)) return rowIdOf('Account', { name, value })
  const chainId = state.heads[0]?.chainId
  if (chainId === undefined)
    throw new ArgumentRefusedError({ name, value, expected: "an account's id: no chain is indexed yet" })
  return accountId(chainId, value)
}
