// How many rows are written at once: as one document that PostgreSQL takes apart, instead of a statement with a parameter for each of
// their fields, which TypeORM takes longer to put together than the database to carry out.
import {
  DataSource,
  EntityManager,
  type EntityMetadata,
  type EntityTarget,
  InsertResult,
  type ObjectLiteral,
  type QueryRunner,
} from 'typeorm'

type Column = EntityMetadata['columns'][number]

/** A connection whose managers write so; all else is TypeORM's. */
export class BulkDataSource extends DataSource {
  override createEntityManager(queryRunner?: QueryRunner): EntityManager {
    return new BulkManager(this, queryRunner)
  }
}

/** For entities that are whole: a field that is left out is written as null. */
class BulkManager extends EntityManager {
  override insert<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    entities: ObjectLiteral | ObjectLiteral[],
  ): Promise<InsertResult> {
    return this.#write(this.connection.getMetadata(target), entities, '')
  }

  override upsert<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    entities: ObjectLiteral | ObjectLiteral[],
  ): Promise<InsertResult> {
    const table = this.connection.getMetadata(target)
    const changes = table.columns.filter(({ isPrimary }) => !isPrimary).map(nameOf)
    const set = changes.map((column) => `${column} = excluded.${column}`)
    return this.#write(table, entities, `on conflict (id) do update set ${set.join(', ')}`)
  }

  async #write(
    { columns, tablePath }: EntityMetadata,
    entities: ObjectLiteral | ObjectLiteral[],
    onConflict: string,
  ): Promise<InsertResult> {
    const names = columns.map(nameOf).join(', ')
    const rows = Array.isArray(entities) ? entities : [entities]
    for (const document of documentsOf(rows.map((row) => printRow(columns, row)))) {
      await this.query(
        `insert into "${tablePath}" (${names}) select ${names} from json_populate_recordset(null::"${tablePath}", $1) ${onConflict}`,
        [document],
      )
    }
    return new InsertResult()
  }
}

// Texts are bounded one by one: a document of many large ones would be longer than a string can be.
const DOCUMENT_LENGTH = 8_000_000

/** Lists of rows as JSON, of one row at least. */
function* documentsOf(rows: readonly string[]): Iterable<string> {
  let start = 0
  let length = 0
  for (const [place, row] of rows.entries()) {
    if (place > start && length + row.length > DOCUMENT_LENGTH) {
      yield `[${rows.slice(start, place).join(',')}]`
      start = place
      length = 0
    }
    length += row.length
  }
  yield `[${rows.slice(start).join(',')}]`
}

function printRow(columns: readonly Column[], row: ObjectLiteral): string {
  const fields: Record<string, unknown> = {}
  for (const column of columns) {
    const value: unknown = column.getEntityValue(row)
    fields[column.databaseName] = typeof value === 'bigint' ? value.toString() : value
  }
  return JSON.stringify(fields)
}

const nameOf = ({ databaseName }: Column) => `"${databaseName}"`
