// What was to be reached, beside what was measured: whether it holds is computed here, and nowhere else.
import type { Table } from './table.mts'

/** What a part of the bench says: tables, and what of them is held against a reach. */
export type Part = { title: string; text: string; tables: Table[]; verdicts: Verdict[] }

export type Verdict = { what: string; reach: string; measured: string; verdict: string }

type Amount = { limit: number; unit: string; digits?: number; acceptable?: number; note?: string }

export function atMost(what: string, value: number, amount: Amount): Verdict {
  const { limit, unit, acceptable } = amount
  const relief = acceptable === undefined ? '' : ` (${acceptable}${unit} is acceptable)`
  const otherwise = acceptable !== undefined && value <= acceptable ? 'acceptable' : 'missed'
  return {
    what,
    reach: `<= ${limit}${unit}${relief}`,
    measured: show(value, amount),
    verdict: value <= limit ? 'holds' : otherwise,
  }
}

export function atLeast(what: string, value: number, amount: Amount): Verdict {
  const verdict = value >= amount.limit ? 'holds' : 'missed'
  return { what, reach: `>= ${amount.limit}${amount.unit}`, measured: show(value, amount), verdict }
}

export function verdictTable(verdicts: Verdict[]): Table {
  const rows = verdicts.map(({ what, reach, measured, verdict }) => [what, reach, measured, verdict])
  return { head: ['what', 'reach', 'measured', ''], rows }
}

function show(value: number, { unit, digits = 2, note }: Amount): string {
  return `${value.toFixed(digits)}${unit}${note === undefined ? '' : `; ${note}`}`
}
