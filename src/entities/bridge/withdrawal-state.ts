// How far has a withdrawal come on L1? Its rows are another chain's than the withdrawal's own, so they meet only here.
import type { Row } from '../rows'

export type WithdrawalState = 'INITIATED' | 'PROVEN' | 'FINALISED' | 'FAILED'

type Finalisation = Pick<Row<'withdrawalFinalisation'>, 'isSuccess'>

/** Finalised is the end, also where no proof was seen: an index of L1 may begin behind it. */
export function withdrawalStateOf(isProven: boolean, finalisation: Finalisation | null): WithdrawalState {
  if (finalisation !== null) return finalisation.isSuccess ? 'FINALISED' : 'FAILED'
  return isProven ? 'PROVEN' : 'INITIATED'
}
