// Sources and passages as the API tells them, for tests that care about a few of their fields.
import type { Passage, Source } from '../../src/web/data/answers'

type SourceFacts = {
  text?: string | null
  passages?: Passage[]
  sharePpb?: number
  claimedPpb?: number | null
  address?: string
}

export function sourceOf({
  text = '',
  passages = [],
  sharePpb = 0,
  claimedPpb = null,
  address = '0xaa',
}: SourceFacts): Source {
  const datanet = { id: 'Datanet:1', name: 'Prose' }
  return {
    sharePpb,
    claimedPpb,
    reward: null,
    contributor: { address },
    dataPoint: {
      id: `DataPoint:${address}`,
      row: 0,
      text,
      textStatus: text === null ? 'RESTRICTED' : 'ANCHORED',
      contribution: { id: 'Contribution:1', contentRoot: '0x00', license: 'MIT', datanet },
    },
    passages,
    withheld: 0,
  }
}

/** The words where they first stand in the output, said to stand at this place of the row. */
export function passageOf(output: string, text: string, sourceStart: number): Passage {
  const start = output.indexOf(text)
  const end = start + text.length
  return { start, end, text, sourceStart, sourceEnd: sourceStart + text.length, credited: true, reason: null }
}
