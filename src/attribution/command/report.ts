// What the command line says of an index and of an attribution, for people. Programs read --json.
import type { Attribution, Passage, Reason, Share } from '../answer'
import type { IndexInfo } from '../engine'

const PPB_PER_PERCENT = 1e7
const SHOWN_CHARACTERS = 160

export function describeIndex(info: IndexInfo): string {
  return lines([
    [count(info.rows, 'row'), count(info.owners, 'owner'), count(info.tokens, 'token')].join(', '),
    `${count(info.segments, 'segment')}, ${count(info.bytes, 'byte')}, format ${info.formatVersion}, ${info.tokenizer}`,
    `data set ${info.dataSet}`,
  ])
}

export function describeAttribution(answer: Attribution): string {
  const { shares, passages, passagesTotal } = answer
  const shown = passagesTotal > passages.length ? ` (of ${count(passagesTotal, 'passage')}, the most telling)` : ''
  return lines([
    `${answer.method}, data set ${answer.dataSet}`,
    `${count(answer.tokens, 'token')}, ${percent(answer.unattributedPpb)} unattributed`,
    ...(shares.length === 0 ? [] : ['', '    share   tokens  evidence  row']),
    ...shares.map(describeShare),
    ...(passages.length === 0 ? [] : ['', `passages${shown}`]),
    ...passages.map(describePassage),
  ])
}

function describeShare({ id, owner, sharePpb, tokens, evidence }: Share): string {
  const figures = [percent(sharePpb).padStart(9), String(tokens).padStart(7), `${evidence.toFixed(1)} S`.padStart(8)]
  return `${figures.join('  ')}  ${plain(id)}${owner === id ? '' : ` (${plain(owner)})`}`
}

function describePassage(passage: Passage): string {
  const { start, end, text, sources, sourcesTotal } = passage
  const [first] = sources
  const others = sourcesTotal > 1 ? ` and ${count(sourcesTotal - 1, 'other')}` : ''
  const place = first === undefined ? '' : `${plain(first.id)} ${first.sourceStart}-${first.sourceEnd}${others}`
  return lines([
    `  ${start}-${end}  ${WHY[passage.reason ?? 'CREDITED'](passage)}  ${place}`,
    `    ${quote(text)}`,
  ]).trimEnd()
}

const nats = (information: number, { threshold }: Passage) =>
  `${information.toFixed(1)} of ${threshold.toFixed(1)} nats`

const WHY: Record<Reason | 'CREDITED', (passage: Passage) => string> = {
  CREDITED: (passage) => `credited, ${nats(passage.window?.information ?? passage.information, passage)}`,
  CHANCE: (passage) => `CHANCE, ${nats(passage.information, passage)}`,
  BOILERPLATE: ({ owners }) => `BOILERPLATE, ${count(owners, 'owner')}`,
  SHORT: ({ tokens }) => `SHORT, ${count(tokens, 'token')}`,
  EARLIER: ({ window }) => `EARLIER, its tokens went to ${plain(window?.id ?? 'rows')} or others that came before`,
}

function quote(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return plain(JSON.stringify(text))
  // Never half a surrogate pair: a terminal would show a hole.
  return `${plain(JSON.stringify(text.slice(0, SHOWN_CHARACTERS).toWellFormed()))} …`
}

/** What rows are called and say is others' text: it must not steer the terminal. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\ufffd')
}

function count(value: number, what: string): string {
  return `${value.toLocaleString('en')} ${what}${value === 1 ? '' : 's'}`
}

function percent(ppb: number): string {
  return `${(ppb / PPB_PER_PERCENT).toFixed(3)} %`
}

function lines(all: string[]): string {
  return `${all.join('\n')}\n`
}
