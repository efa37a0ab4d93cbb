// Which contracts speak as Datanets of this chain, as far as the index knows.
import { connectDatabase } from '../connection'

export async function readDatanetContracts(url: string, chainId: number): Promise<string[]> {
  const sql = connectDatabase(url, { applicationName: 'headwater processor start', max: 1 })
  try {
    const rows = await sql<{ contract: string }[]>`select contract from datanet where chain_id = ${chainId} order by id`
    return rows.map((row) => row.contract)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
