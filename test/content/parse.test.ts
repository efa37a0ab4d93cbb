// What is taken and what is refused of contributions, inferences and evidence: one row a case.
import { describe, expect, test } from 'vitest'
import { CONTRIBUTION_LIMITS, contributionRoot, verifyContribution } from '../../src/content/contribution'
import { ContentError } from '../../src/content/errors'
import { evidenceRoot, verifyEvidence } from '../../src/content/evidence'
import { checkText, parseInference } from '../../src/content/inference'
import { hashText } from '../../src/content/keccak'
import { EMPTY_ROOT } from '../../src/content/merkle'

const bytes = (text: string) => new TextEncoder().encode(text)
const rootOf = (...texts: string[]) => contributionRoot(texts.map(hashText))

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  )
  expect(error).toBeInstanceOf(ContentError)
  return (error as ContentError).code
}

describe('a contribution', () => {
  test('gives its rows, with and without a newline at the end, other fields left aside', async () => {
    const root = await rootOf('one', 'two\u0000 😀')
    for (const end of ['', '\n']) {
      const rows = await verifyContribution(bytes(`{"text":"one","page":1}\n{"text":"two\\u0000 😀"}${end}`), root)
      expect(rows.map((row) => row.text)).toEqual(['one', 'two\u0000 😀'])
      expect(rows[1]?.hash).toBe(hashText('two\u0000 😀'))
    }
  })

  test('takes the root in any case, an empty text and an empty content', async () => {
    const root = await rootOf('')
    expect(await verifyContribution(bytes('{"text":""}'), root.toUpperCase().replace('0X', '0x'))).toHaveLength(1)
    expect(await verifyContribution(bytes(''), EMPTY_ROOT)).toEqual([])
  })

  test.each([
    ['not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 'HW411'],
    ['an overlong encoding', new Uint8Array([...bytes('{"text":"'), 0xc0, 0xaf, ...bytes('"}')]), 'HW411'],
    ['a byte order mark', bytes('\ufeff{"text":"a"}'), 'HW412'],
    ['not JSON', bytes('{"text":"a"}\nhello'), 'HW412'],
    ['a JSON array', bytes('["a"]'), 'HW412'],
    ['no text', bytes('{"content":"a"}'), 'HW412'],
    ['a number as text', bytes('{"text":7}'), 'HW412'],
    ['a blank line inside', bytes('{"text":"a"}\n\n{"text":"b"}'), 'HW412'],
    ['a blank line at the end', bytes('{"text":"a"}\n\n'), 'HW412'],
    ['half a surrogate pair', bytes('{"text":"\\ud83d"}'), 'HW415'],
    ['a row above 1 MB', bytes(`{"text":"${'x'.repeat(1024 * 1024)}"}`), 'HW413'],
    ['an altered row', bytes('{"text":"b"}'), 'HW416'],
    ['rows in another order', bytes('{"text":"b"}\n{"text":"a"}'), 'HW416'],
  ])('is refused: %s', async (_name, content, code) => {
    expect(await codeOf(verifyContribution(content, await rootOf('a')))).toBe(code)
  })

  test('is refused with too many rows, and the line is named', async () => {
    const limits = { ...CONTRIBUTION_LIMITS, maxRows: 2 }
    const content = bytes('{"text":"a"}\n{"text":"a"}\n{"text":"a"}')
    expect(await codeOf(verifyContribution(content, EMPTY_ROOT, limits))).toBe('HW414')
    await expect(verifyContribution(bytes('{"text":"a"}\n\n{}'), EMPTY_ROOT)).rejects.toThrow('line 2 is blank')
  })
})

describe('an inference', () => {
  test('gives both texts, each checked by itself', () => {
    const { input, output } = parseInference(bytes('{"input":"why?","output":"","retrieved":[]}'))
    expect(checkText(input, hashText('why?'))).toEqual({ kind: 'VERIFIED', value: 'why?' })
    expect(checkText(output, hashText(''))).toEqual({ kind: 'VERIFIED', value: '' })
    expect(checkText(output, hashText('x'))).toMatchObject({ kind: 'REFUSED', error: { code: 'HW416' } })
    expect(checkText('\ud83d', hashText('\ud83d'))).toMatchObject({ kind: 'REFUSED', error: { code: 'HW415' } })
  })

  test.each([
    ['not UTF-8', new Uint8Array([0xff]), 'HW411'],
    ['not JSON', bytes('<html>'), 'HW417'],
    ['empty', bytes(''), 'HW417'],
    ['an array', bytes('[]'), 'HW417'],
    ['null', bytes('null'), 'HW417'],
    ['without output', bytes('{"input":""}'), 'HW417'],
    ['with a number as input', bytes('{"input":1,"output":""}'), 'HW417'],
  ])('is refused: %s', async (_name, content, code) => {
    expect(await codeOf(Promise.resolve().then(() => parseInference(content)))).toBe(code)
  })
})

describe('an evidence', () => {
  const contributor = '0xAbcdefabcdefabcdefabcdefabcdefabcdefabcd'
  const line = (fields: Record<string, unknown>) =>
    JSON.stringify({ datanetId: '1', contributionId: 2, row: 3, contributor, sharePpb: 4, ...fields })
  const leaf = { datanetId: 1n, contributionId: 2n, row: 3, contributor: contributor.toLowerCase(), sharePpb: 4 }

  test('gives its leaves, numbers as numbers or as decimal strings', async () => {
    const large = { ...leaf, datanetId: 2n ** 255n }
    const root = await evidenceRoot([leaf, large])
    const content = bytes(`${line({})}\n${line({ datanetId: String(2n ** 255n) })}\n`)
    expect(await verifyEvidence(content, root)).toEqual([leaf, large])
    expect(await verifyEvidence(bytes(''), EMPTY_ROOT)).toEqual([])
  })

  test.each([
    ['another root', line({ row: 9 }), 'HW416'],
    ['a share beyond uint32', line({ sharePpb: 2 ** 32 }), 'HW418'],
    ['a negative row', line({ row: -1 }), 'HW418'],
    ['a fraction', line({ sharePpb: 0.5 }), 'HW418'],
    ['an id beyond 2^53 as a number', line({ datanetId: 2 ** 60 }), 'HW418'],
    ['a short address', line({ contributor: '0x12' }), 'HW418'],
    ['no contributor', line({ contributor: undefined }), 'HW418'],
    ['not JSONL', 'leaf', 'HW412'],
    ['a line of 5 kB', line({ note: 'x'.repeat(5000) }), 'HW413'],
  ])('is refused: %s', async (_name, content, code) => {
    expect(await codeOf(verifyEvidence(bytes(content), await evidenceRoot([leaf])))).toBe(code)
  })
})
