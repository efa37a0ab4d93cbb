// The rules that are compared: `suffix-array/1`, the same with one parameter changed, and plain matches of so many tokens.
type Index = import('../../src/attribution/engine').Index
type Attribution = import('../../src/attribution/engine').Attribution
type Parameters = { alpha?: number; mu?: number; maxOwners?: number; minTokens?: number }

/** Parts of an output by row id. */
export type Shares = Map<string, number>
export type Rule = { name: string; share(index: Index, text: string): Promise<Shares> }

const VARIANTS: { name: string; parameters: Parameters }[] = [
  { name: '**suffix-array/1**: alpha 0.01, mu 10, o_max 32, 4 tokens', parameters: {} },
  ...[1, 0.1, 1e-4, 1e-6].map((alpha) => ({ name: `alpha ${alpha}`, parameters: { alpha } })),
  ...[0.1, 1, 100, 1000].map((mu) => ({ name: `mu ${mu}`, parameters: { mu } })),
  ...[1, 4, 8, 16, 64, 1000].map((maxOwners) => ({ name: `o_max ${maxOwners}`, parameters: { maxOwners } })),
  ...[2, 3, 6, 8, 12].map((minTokens) => ({ name: `${minTokens} tokens`, parameters: { minTokens } })),
]

export function createRules(order: Map<string, number>): Rule[] {
  const matches = [6, 8, 12].map((tokens) => ({
    name: `every match of ${tokens} tokens or more`,
    share: async (index: Index, text: string) =>
      ofMatches(await index.attribute(text, EVERYTHING), { tokens, order, text }),
  }))
  const variants = VARIANTS.map(({ name, parameters }) => ({
    name,
    share: async (index: Index, text: string) => {
      const { shares } = await index.attribute(text, { ...parameters, maxPassages: 0, maxSources: 1 })
      return new Map(shares.map(({ id, sharePpb }) => [id, sharePpb / 1e9]))
    },
  }))
  return [...matches, ...variants]
}

const EVERYTHING = { maxPassages: 10_000, maxSources: 1 }

/** Each character of a long enough passage goes to the earliest row of those whose passage has it. */
function ofMatches(
  { passages }: Attribution,
  rule: { tokens: number; order: Map<string, number>; text: string },
): Shares {
  const { tokens, order, text } = rule
  const holders: (string | undefined)[] = Array.from({ length: text.length })
  const place = (id: string) => order.get(id) ?? Number.POSITIVE_INFINITY
  for (const { start, end, tokens: count, sources } of passages) {
    const id = sources[0]?.id
    if (count < tokens || id === undefined) continue
    for (let at = start; at < end; at++) {
      const held = holders[at]
      if (held === undefined || place(id) < place(held)) holders[at] = id
    }
  }
  const shares: Shares = new Map()
  for (const id of holders) if (id !== undefined) shares.set(id, (shares.get(id) ?? 0) + 1 / text.length)
  return shares
}
