// How many rows are written and read at once: written as one document that PostgreSQL takes apart, instead of a statement with a parameter for
// each of their fields; read by a list of ids as one parameter, without joins. TypeORM takes longer to put its own statements together than the
// database to carry them out.
import {
  DataSource,
  EntityManager,
  type EntityMetadata,
  type EntityTarget,
  type FindManyOptions,
  FindOperator,
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

  /** Where nothing but values of one field are asked for, as `Any`; rows that a row names come as their ids. */
  override async find<Entity extends ObjectLiteral>(
    target: EntityTarget<Entity>,
    options?: FindManyOptions<Entity>,
  ): Promise<Entity[]> {
    const sought = soughtBy(options)
    if (sought === null) return super.find(target, options)
    const table = this.connection.getMetadata(target)
    const readings = table.columns.map((column) => readingOf(column, this.connection))
    const column = table.findColumnWithPropertyName(sought.field)
    if (column === undefined) throw new Error(`${table.name} has no ${sought.field}`)
    const names = table.columns.map(nameOf).join(', ')
    const statement = `select ${names} from "${table.tablePath}" where ${nameOf(column)} = any($1)`
    const found: Record<string, unknown>[] = await this.query(statement, [sought.values])
    return found.map((row) => {
      const entity: Record<string, unknown> = table.create()
      for (const { field, name, read } of readings) entity[field] = read(row[name])
      return entity as Entity
    })
  }

  async #write(
    { columns, tablePath }: EntityMetadata,
    entities: ObjectLiteral | ObjectLiteral[],
    onConflict: string,
  ): Promise<InsertResult> {
    const names = columns.map(nameOf).join(', ')
    const rows = Array.isArray(entities) ? entities : [entities]
    const printings = columns.map(printingOf)
    for (const document of documentsOf(rows.map((row) => printRow(printings, row)))) {
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

type Sought = Readonly<{ field: string; values: unknown[] }>

function soughtBy<Entity extends ObjectLiteral>(options: FindManyOptions<Entity> = {}): Sought | null {
  const { where, ...others } = options
  if (where === undefined || Array.isArray(where) || Object.keys(others).length > 0) return null
  const [only, ...more] = Object.entries(where) as [string, unknown][]
  if (only === undefined || more.length > 0) return null
  const [field, operator] = only
  return operator instanceof FindOperator && operator.type === 'any' ? { field, values: operator.value } : null
}

type Reading = Readonly<{ field: string; name: string; read: (value: unknown) => unknown }>

function readingOf(column: Column, { driver }: DataSource): Reading {
  const { propertyName: field, databaseName: name, relationMetadata } = column
  if (relationMetadata === undefined)
    return { field, name, read: (value) => driver.prepareHydratedValue(value, column) }
  return { field, name, read: (id) => (id === null ? null : { id }) }
}

/** A field as it is written; of a row that is named, its id. */
type Printing = Readonly<{ field: string; name: string; isRelation: boolean }>

function printingOf({ propertyName: field, databaseName: name, relationMetadata }: Column): Printing {
  return { field, name, isRelation: relationMetadata !== undefined }
}

function printRow(printings: readonly Printing[], row: ObjectLiteral): string {
  const fields: Record<string, unknown> = {}
  for (const { field, name, isRelation } of printings) {
    const value: unknown = isRelation ? row[field]?.id : row[field]
    fields[name] = typeof value === 'bigint' ? value.toString() : value
  }
  return JSON.stringify(fields)
}

const nameOf = ({ databaseName }: Column) => `"${databaseName}"`
