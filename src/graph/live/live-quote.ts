// What a live answer says of private or paid rows. The text is the caller's own, so to say that it stands in such a row is to quote
// the row: whoever may guess without limit reads it out. Hence the cap of every other quote, for the answer and for each row.
import type { GraphContext } from '../context'
import type { LivePassage, LiveSource } from './live-attribution'
import { capQuotes } from './quote'

export type Quotable = { passages: LivePassage[]; withheld: number; namesRestricted: boolean }

/**
 * Restricted rows are named as sources within the cap. A passage that nothing else holds is not told of at all once the cap of the
 * answer, or that of each of its rows, is used up.
 */
export async function capLivePassages(passages: readonly LivePassage[], context: GraphContext): Promise<Quotable> {
  const restricted = await restrictedAmong(passages, context)
  const isOpen = (source: LiveSource) => !restricted.has(source.contributionId)
  const mayTell = new Set(capQuotes(passages.filter((passage) => !passage.sources.some(isOpen))).shown)
  const mayName = capRows(passages, restricted)
  const shown = passages
    .filter((passage) => passage.sources.some(isOpen) || mayTell.has(passage))
    .map((passage) => ({
      ...passage,
      sources: passage.sources.filter((source) => isOpen(source) || mayName(source, passage)),
    }))
    .filter((passage) => passage.sources.length > 0)
  return { passages: shown, withheld: passages.length - shown.length, namesRestricted: restricted.size > 0 }
}

async function restrictedAmong(passages: readonly LivePassage[], context: GraphContext): Promise<Set<string>> {
  const ids = [...new Set(passages.flatMap(({ sources }) => sources.map((source) => source.contributionId)))]
  const found = await Promise.all(ids.map((id) => context.contributions(id)))
  // What is not known to be free for all counts as restricted.
  return new Set(ids.filter((_, index) => found[index]?.restricted !== false))
}

function capRows(passages: readonly LivePassage[], restricted: ReadonlySet<string>) {
  const keyOf = ({ contributionId, row }: LiveSource) => `${contributionId}:${row}`
  const quoted = new Map<string, LivePassage[]>()
  for (const passage of passages) {
    const named = passage.sources.filter((source) => restricted.has(source.contributionId))
    for (const key of new Set(named.map(keyOf))) quoted.set(key, [...(quoted.get(key) ?? []), passage])
  }
  const shown = new Map(Array.from(quoted, ([key, held]) => [key, new Set(capQuotes(held).shown)]))
  return (source: LiveSource, passage: LivePassage) => shown.get(keyOf(source))?.has(passage) === true
}
