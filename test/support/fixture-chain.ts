// Rows of the chain and of its data: accounts, heads, Datanets, contributions, versions.
import { accountId, blockId, contributionId, datanetId, datanetVersionId, positionId } from '../../src/events/ids'
import { type At, addressOf, blockTime, CHAIN, hashOf, position, type Writer } from './fixture-row'

export type Account = (name: string, at?: At) => Promise<string>

export function createAccount({ insert }: Writer): Account {
  return async (name, at = { block: 1 }) => {
    const id = accountId(CHAIN, addressOf(name))
    await insert('account', { id, address: addressOf(name), rewards_accrued: 0, rewards_withdrawn: 0, ...position(at) })
    return id
  }
}

export function chainRows({ insert, sql }: Writer) {
  return {
    /** Moves the head, as the processor does at the end of a batch: this raises the revision. */
    head: async (number: number) => {
      const head = {
        number,
        hash: hashOf('block', number),
        parent_hash: hashOf('block', number - 1),
        timestamp: blockTime(number),
      }
      await insert('block', { id: blockId(CHAIN, number), chain_id: CHAIN, ...head })
      await sql`insert into head ${sql({ id: String(CHAIN), chain_id: CHAIN, ...head })} on conflict (id) do update set
        number = excluded.number, hash = excluded.hash, parent_hash = excluded.parent_hash, timestamp = excluded.timestamp`
    },
    skippedLog: async (at: At) => {
      const place = { chainId: CHAIN, blockNumber: at.block, logIndex: at.log ?? 0 }
      await insert('skipped_log', {
        id: positionId(place),
        contract: addressOf('someone'),
        reason: 'does not decode',
        ...position(at),
      })
    },
  }
}

export function dataRows({ insert }: Writer, account: Account) {
  return {
    datanet: async (
      number: number,
      given: At & { owner?: string; name?: string; isPublic?: boolean; fee?: string },
    ) => {
      const id = datanetId(CHAIN, number)
      await insert('datanet', {
        id,
        datanet_id: number,
        contract: addressOf(`datanet ${number}`),
        owner_id: await account(given.owner ?? 'owner'),
        name: given.name ?? `datanet ${number}`,
        category: 'text',
        metadata_uri: '',
        is_public: given.isPublic ?? true,
        fee: given.fee ?? 0,
        ...position(given),
      })
      return id
    },
    contribution: async (
      datanet: string,
      number: number,
      given: At & { contributor: string; root: string; rows: number; uri?: string; status?: string },
    ) => {
      const id = contributionId(datanet, number)
      await insert('contribution', {
        id,
        datanet_id: datanet,
        contribution_id: number,
        contributor_id: await account(given.contributor),
        content_root: given.root,
        content_uri: given.uri ?? `https://content.example/${number}`,
        row_count: given.rows,
        byte_length: 100,
        license: 'MIT',
        stake: 0,
        status: given.status ?? 'APPROVED',
        ...position(given),
      })
      return id
    },
    datanetVersion: async (datanet: string, version: number, given: At) => {
      const id = datanetVersionId(datanet, version)
      const root = hashOf('data root', datanet, version)
      await insert('datanet_version', {
        id,
        datanet_id: datanet,
        version,
        data_root: root,
        row_count: 1,
        metadata_uri: '',
        ...position(given),
      })
      return id
    },
  }
}
