// Where the rows of an index come from.
import { checkFields, checkList, checkOneOf, checkPath, checkType } from './arguments'

/** A row without an owner is its own owner. */
export type Row = { id: string; owner?: string; text: string }

/** JSONL files one after the other (- is stdin), JSONL as bytes (which must not change meanwhile), or rows. Fields of JSONL that are none of
 * a row's are kept as its metadata. */
export type RowSource = { paths: string[] } | { jsonl: Uint8Array } | { rows: Row[] }

export function checkSource(source: RowSource): void {
  checkOneOf('rows', source, ['paths', 'jsonl', 'rows'])
  if ('paths' in source) {
    checkList('paths', source.paths)
    for (const path of source.paths) checkPath('a path', path)
  }
  if ('rows' in source) {
    checkList('rows', source.rows)
    for (const [at, row] of source.rows.entries()) checkRow(row, at + 1)
  }
}

function checkRow(row: Row, number: number): void {
  checkFields(`row ${number}`, row, ['id', 'owner', 'text'])
  checkType(`the id of row ${number}`, row.id, 'string')
  checkType(`the text of row ${number}`, row.text, 'string')
  if (row.owner !== undefined) checkType(`the owner of row ${number}`, row.owner, 'string')
}
