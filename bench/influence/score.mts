// The linear datamodelling score: how well do sums of scores order what training on subsets really did?

/** One for each query. `benefits` by query and row, larger is better; `losses` by subset, query and seed. */
export function linearDatamodellingScores(benefits: number[][], subsets: number[][], losses: number[][][]): number[] {
  return benefits.map((scores, query) => {
    const predicted = subsets.map((subset) => subset.reduce((sum, row) => sum + (scores[row] ?? 0), 0))
    const measured = losses.map((bySeed) => -mean(bySeed[query] ?? []))
    return rankCorrelation(predicted, measured)
  })
}

/** How well the first seeds' losses order those of the others: one for each query. What chance leaves to be estimated. */
export function agreement(losses: number[][][], firstSeeds: number): number[] {
  const queries = losses[0]?.length ?? 0
  return Array.from({ length: queries }, (_, query) => {
    const ofSome = (from: number, to?: number) => losses.map((bySeed) => mean((bySeed[query] ?? []).slice(from, to)))
    return rankCorrelation(ofSome(0, firstSeeds), ofSome(firstSeeds))
  })
}

/** The 95 % interval of the mean, by resampling; the same in every run. */
export function interval(values: number[]): [number, number] {
  let state = 1
  const random = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const pick = () => values[Math.floor(random() * values.length)] ?? 0
  const means = Array.from({ length: 4000 }, () => mean(values.map(pick))).sort((one, other) => one - other)
  return [means[100] ?? 0, means[3899] ?? 0]
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function rankCorrelation(one: number[], other: number[]): number {
  const [a, b] = [ranks(one), ranks(other)]
  const middle = (one.length - 1) / 2
  const product = (x: number[], y: number[]) =>
    x.reduce((sum, rank, at) => sum + (rank - middle) * ((y[at] ?? 0) - middle), 0)
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b))
}

/** Equal values share the mean of their ranks. */
function ranks(values: number[]): number[] {
  const sorted = [...values].sort((one, other) => one - other)
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2)
}
