// Writes src/database/generated/tables.ts: the drizzle tables as they stand in a freshly migrated database, read back by
// drizzle-kit. Run through `npm run codegen`; a test holds the committed file against a new reading.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../config'
import { migrate } from '../database/migrate'
import { startPostgres } from './postgres'

export const TABLES_FILE = join(PROJECT_ROOT, 'src', 'database', 'generated', 'tables.ts')

/** The tables of a migrated database, as TypeScript. */
export function readTables(databaseUrl: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-tables-'))
  try {
    const config = join(dir, 'drizzle.config.cjs')
    const settings = {
      dialect: 'postgresql',
      dbCredentials: { url: databaseUrl },
      out: dir,
      introspect: { casing: 'camel' },
      // Libraries keep schemas of their own beside ours.
      schemaFilter: ['public'],
      tablesFilter: ['!migrations'],
    }
    writeFileSync(config, `module.exports = ${JSON.stringify(settings)}`)
    const kit = join(PROJECT_ROOT, 'node_modules', '.bin', 'drizzle-kit')
    const pull = spawnSync(kit, ['pull', '--config', config], { encoding: 'utf8', cwd: PROJECT_ROOT })
    if (pull.status !== 0) throw new Error(`drizzle-kit could not read the tables: ${pull.stdout}${pull.stderr}`)
    return inOrder(readFileSync(join(dir, 'schema.ts'), 'utf8'))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** drizzle-kit names what it imports in the order in which the server happened to answer. */
function inOrder(tables: string): string {
  return tables.replace(/^import \{ (.+) \} from/, (_, names: string) => {
    return `import { ${names.split(', ').sort().join(', ')} } from`
  })
}

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'headwater-tables-'))
  const server = await startPostgres(dir)
  try {
    await migrate(server.url)
    writeFileSync(TABLES_FILE, readTables(server.url))
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

if (require.main === module) void main()
