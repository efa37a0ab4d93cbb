// Is the second implementation of suffix-array/1 right? Cases small enough to work out by hand, its tokens' traps, and that it
// agrees with the engine to the part per billion on real text and on hostile text.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildIndex, openIndex } from '../../src/attribution/engine'
import { PROJECT_ROOT } from '../../src/config'
import { trainLanguageModel } from '../../src/dev/language/language-model'
import { cutIntoRows, findSourceTexts } from '../../src/dev/library/source-texts'
import { createRandom } from '../../src/dev/random'
import { createDataSet, type Row } from '../../src/dev/recount/data-set'
import { attribute, DEFAULTS, PPB } from '../../src/dev/recount/suffix-array'
import { tokenize, VOCABULARY_SIZE } from '../../src/dev/recount/tokens'

// Eight different words, each one token.
const SAYING = 'Rivers carry old stories past every sleeping town'
const OTHER = 'Nobody here knows why machines repeat themselves daily'

test('a text said again in full is its contributor’s in full', () => {
  const [share, ...others] = attribute(SAYING, createDataSet([{ owner: 'ada', text: SAYING }])).shares
  expect(others).toEqual([])
  expect(share).toEqual({ row: 0, sharePpb: PPB, tokens: tokenize(SAYING).length })
})

test('a lone phrase counts by the square of its evidence', () => {
  const output = `${OTHER} ${SAYING.split(' ').slice(0, 4).join(' ')} ${OTHER}`
  const long = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ')
  const rows = [
    { owner: 'ada', text: SAYING.split(' ').slice(0, 4).join(' ') },
    { owner: 'bob', text: long },
  ]
  const data = createDataSet(rows)
  const L = tokenize(output).length
  const bits = (value: number) => Math.floor(value * 65_536 + 0.5)
  // The phrase's first word follows a space in the output, so it is another token there: three tokens are too few, none is paid.
  expect(attribute(output, data).unattributedPpb).toBe(PPB)
  const spaced = createDataSet([{ owner: 'ada', text: ` ${rows[0]?.text}` }, ...rows.slice(1)])
  const S = bits(Math.log(spaced.totalTokens)) + bits(Math.log(L)) + bits(Math.log(100))
  // With the only holder left out nobody has these tokens or pairs: every p is 1 / (T + V), smoothed or not.
  const E = 4 * bits(-Math.log(1 / (spaced.totalOwnersOfTokens + VOCABULARY_SIZE)))
  expect(E).toBeLessThan(4 * S)
  const expected = Math.round((PPB * 4 * E ** 2) / (L * (4 * S) ** 2))
  expect(attribute(output, spaced)).toEqual({
    tokens: L,
    shares: [{ row: 0, sharePpb: expected, tokens: 4 }],
    unattributedPpb: PPB - expected,
  })
})

test('later copies earn nothing and take nothing away', () => {
  const before = attribute(SAYING, createDataSet([{ owner: 'ada', text: SAYING }]))
  const rows = ['ada', 'bob', 'eve', 'eve'].map((owner) => ({ owner, text: SAYING }))
  expect(attribute(SAYING, createDataSet(rows)).shares).toEqual(before.shares)
})

test('what more owners hold than may is common property', () => {
  const rows = Array.from({ length: 33 }, (_, index) => ({ owner: `owner ${index}`, text: SAYING }))
  expect(attribute(SAYING, createDataSet(rows.slice(0, 32))).unattributedPpb).toBe(0)
  expect(attribute(SAYING, createDataSet(rows)).unattributedPpb).toBe(PPB)
})

test.each(['', 'one', 'a b c'])('an output of fewer than four tokens is nobody’s: %j', (output) => {
  const attribution = attribute(output, createDataSet([{ owner: 'ada', text: output }]))
  expect(attribution).toMatchObject({ shares: [], unattributedPpb: PPB })
})

test('no data, no credit', () => {
  expect(attribute(SAYING, createDataSet([]))).toMatchObject({ shares: [], unattributedPpb: PPB })
})

test('names of special tokens are ordinary text, and white space is Unicode’s', () => {
  expect(tokenize('<|endoftext|>').length).toBeGreaterThan(1)
  // U+0085 is white space and leaves no sign for the next piece to take; U+FEFF is a sign that the letters behind it take along.
  expect(tokenize('a\u0085b')).toEqual([...tokenize('a'), ...tokenize('\u0085'), ...tokenize('b')])
  expect(tokenize('a\ufeffb')).toEqual([...tokenize('a'), ...tokenize('\ufeffb')])
})

test('agrees with the engine on what the models say', async () => {
  const random = createRandom(11)
  const sources = findSourceTexts(join(PROJECT_ROOT, 'node_modules'))
  const rows = Array.from({ length: 40 }, () => cutIntoRows(random.pick(sources)))
    .flat()
    .map(({ text }) => ({ owner: `owner ${random.below(12)}`, text }))
  const model = trainLanguageModel(rows.map(({ text }) => text))
  const outputs = Array.from({ length: 100 }, () => model.answer(random.pick(rows).text, random))
  await compare(rows, outputs)
})

test('agrees with the engine on short alphabets, odd spaces and broken repeats', async () => {
  const letter = fc.constantFrom('a', 'b', ' ', 'c ', '\n', '\u0085', '\ufeff', '\u3000', '😀', 'é', "'s", "'S", '12')
  const text = fc.array(letter, { maxLength: 40 }).map((letters) => letters.join(''))
  const row = fc.record({ owner: fc.constantFrom('ada', 'bob', 'eve'), text })
  const parameters = fc.constantFrom({}, { alpha: 1, mu: 1, maxOwners: 2 }, { alpha: 1, maxOwners: 1, minTokens: 2 })
  const sets = fc.array(row, { minLength: 1, maxLength: 6 })
  await fc.assert(fc.asyncProperty(sets, fc.array(text, { minLength: 3, maxLength: 3 }), parameters, compare), {
    numRuns: 60,
  })
})

async function compare(rows: Row[], outputs: string[], given: Partial<typeof DEFAULTS> = {}): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'headwater-recount-'))
  try {
    await buildIndex(join(dir, 'index'), { rows: rows.map((row, index) => ({ id: `${index}`, ...row })) })
    const index = await openIndex(join(dir, 'index'))
    const data = createDataSet(rows)
    for (const output of outputs) {
      const engine = await index.attribute(output, given)
      const own = attribute(output, data, { ...DEFAULTS, ...given })
      const shares = engine.shares.map(({ id, sharePpb, tokens }) => ({ row: Number(id), sharePpb, tokens }))
      expect(own.shares).toEqual(shares.sort((a, b) => a.row - b.row))
      expect([own.tokens, own.unattributedPpb]).toEqual([engine.tokens, engine.unattributedPpb])
    }
    index.close()
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
