// What the command line says of an index and of an attribution, for people. Programs read --json.
import type { Attribution, IndexInfo, Passage } from '../engine'

const PPB_PER_PERCENT = 1e7

export function describeIndex(info: IndexInfo): string {
  const count = (value: number, what: string) => `${value.toLocaleString('en')} ${what}`
  return lines([
    [count(info.rows, 'rows'), count(info.owners, 'owners'), count(info.tokens, 'tokens')].join(', '),
    `${count(info.segments, 'segments')}, ${count(info.bytes, 'bytes')}, format ${info.formatVersion}, ${info.tokenizer}`,
    `data set ${info.dataSet}`,
  ])
}

export function describeAttribution(answer: Attribution): string {
  return lines([
    `${answer.method}: ${answer.tokens} tokens, ${percent(answer.unattributedPpb)} unattributed`,
    ...answer.shares.map(
      (share) => `${percent(share.sharePpb).padStart(9)}  ${share.id} (${share.owner}), ${share.tokens} tokens`,
    ),
    ...answer.passages.filter((passage) => passage.credited).map(describePassage),
  ])
}

function describePassage(passage: Passage): string {
  const first = passage.sources[0]
  const place = first === undefined ? '' : `${first.id} ${first.sourceStart}-${first.sourceEnd}`
  return `${passage.start}-${passage.end} from ${place}: ${JSON.stringify(passage.text)}`
}

function percent(ppb: number): string {
  return `${(ppb / PPB_PER_PERCENT).toFixed(3)} %`
}

function lines(all: string[]): string {
  return `${all.join('\n')}\n`
}
