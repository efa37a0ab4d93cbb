// Writes the migration of the entities: what TypeORM would make of an empty database. Until the first release it is written anew
// whenever schema.graphql changes; run through `npm run codegen`, before the tables are read back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SnakeNamingStrategy } from '@subsquid/typeorm-config/lib/namingStrategy'
import { DataSource } from 'typeorm'
import { PROJECT_ROOT } from '../config'
import * as model from '../model'
import { startPostgres } from './postgres'

const NAME = '1795232587884'
const FILE = join(PROJECT_ROOT, 'db', 'migrations', `${NAME}-Entities.js`)

type Query = { readonly query: string }

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-migration-'))
  const server = await startPostgres(dir)
  try {
    const namingStrategy = new SnakeNamingStrategy()
    const entities = Object.values(model)
    const source = await new DataSource({ type: 'postgres', url: server.url, entities, namingStrategy }).initialize()
    const { upQueries, downQueries } = await source.driver.createSchemaBuilder().log()
    await source.destroy()
    writeFileSync(FILE, print(upQueries, downQueries.toReversed()))
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

function print(up: readonly Query[], down: readonly Query[]): string {
  const lines = (queries: readonly Query[]) =>
    queries.map(({ query }) => `        await db.query(\`${query}\`)\n`).join('')
  return `module.exports = class Entities${NAME} {
    name = 'Entities${NAME}'

    async up(db) {
${lines(up)}    }

    async down(db) {
${lines(down)}    }
}
`
}

if (require.main === module) void main()
