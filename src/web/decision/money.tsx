// The fee and where it went: every part in exact OPEN, and whether the parts give the whole.

import type { Audit, Split } from '../data/answers'
import { formatCount, formatOpen, formatPpb, wholePpb } from '../words/amounts'

export function Money({ audit, fee }: { audit: Audit | null; fee: string }) {
  const split = audit?.split ?? null
  return (
    <section class="money" aria-labelledby="money-title">
      <h2 id="money-title">The money that followed</h2>
      {split === null ? (
        <p>
          A fee of <Amount wei={fee} /> was paid. The chain has recorded no split of it yet.
        </p>
      ) : (
        <SplitTable split={split} />
      )}
    </section>
  )
}

const parts = [
  ['platform', 'Platform'],
  ['model', 'Model owner'],
  ['compute', 'Compute host'],
  ['stakers', 'Stakers'],
  ['contributors', 'Contributors'],
] as const

function SplitTable({ split }: { split: Split }) {
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Part of the fee</th>
            <th scope="col" class="figure">
              OPEN
            </th>
            <th scope="col" class="figure">
              Of the fee
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(([part, name]) => (
            <tr key={part}>
              <th scope="row">{name}</th>
              <td class="figure">
                <Amount wei={split[part]} />
              </td>
              <td class="figure">{portion(split[part], split.fee)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Fee</th>
            <td class="figure">
              <Amount wei={split.fee} />
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
      <p>
        {conservation(split)} The contributors’ part is shared by the chain’s claim, not by our recomputation; what is
        unattributed goes to no contributor.
      </p>
    </>
  )
}

function Amount({ wei }: { wei: string }) {
  return <span title={`${formatCount(wei)} wei`}>{formatOpen(wei)}</span>
}

// Cut, not rounded, to parts per billion of the fee: the exact amount stands beside it.
function portion(part: string, fee: string): string {
  return BigInt(fee) === 0n ? '' : formatPpb((BigInt(part) * wholePpb) / BigInt(fee))
}

function conservation({ difference, conserved }: Split): string {
  if (conserved) return 'The parts add up to the fee, to the wei.'
  const missing = BigInt(difference)
  if (missing > 0n) return `The chain’s parts do not add up to the fee: ${formatCount(missing)} wei are missing.`
  return `The chain’s parts add up to ${formatCount(-missing)} wei more than the fee.`
}
