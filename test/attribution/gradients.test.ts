// The border of influence and retrieval: typed arrays in and out, plain objects, and nothing but coded refusals besides.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Estimator, type GradientStore, influenceShares, openGradients } from '../../src/attribution/gradients'
import { retrievalShares } from '../../src/attribution/retrieval'

let home: string
let made = 0

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-gradients-'))
})

afterAll(async () => {
  await rm(home, { recursive: true, force: true })
})

const ROWS = [
  [1, 0, 2],
  [0, 3, -1],
  [-2, 0.5, 0],
]

async function write(rows = ROWS): Promise<string> {
  const folder = await mkdtemp(join(home, `store-${made++}-`))
  const info = { num_grads: rows.length, grad_sizes: { second: 2, first: 1 }, base_dtype: 'float32' }
  await writeFile(join(folder, 'info.json'), JSON.stringify(info))
  await writeFile(join(folder, 'gradients.bin'), new Float32Array(rows.flat()))
  return folder
}

async function open(rows = ROWS): Promise<GradientStore & Disposable> {
  const store = await openGradients(await write(rows))
  return { ...store, [Symbol.dispose]: () => store.close() }
}

const refused = (code: string, text: string) => ({
  name: 'EngineError',
  code,
  message: expect.stringContaining(text),
})

/** DataInf as the paper writes it, for one layer. */
function dataInf(rows: number[][], query: number[]): number[] {
  const dot = (a: number[], b: number[]) => a.reduce((sum, each, at) => sum + each * (b[at] ?? 0), 0)
  const mean = rows.reduce((sum, row) => sum + dot(row, row), 0) / rows.length
  const lambda = (0.1 * mean) / query.length
  return rows.map((row) => {
    const sum = rows.reduce((sum, g) => sum + (dot(query, g) / (lambda + dot(g, g))) * dot(g, row), 0)
    return (sum / rows.length - dot(query, row)) / lambda
  })
}

describe('scores', () => {
  it('are the sum of the layers, helpful rows below zero for DataInf', async () => {
    using store = await open()
    const query = [1, 1, 1]
    const answer = await store.score(new Float32Array(query), { byLayer: true })
    const first = dataInf(
      ROWS.map((row) => row.slice(2)),
      query.slice(2),
    )
    const second = dataInf(
      ROWS.map((row) => row.slice(0, 2)),
      query.slice(0, 2),
    )
    const layers = Array.from(answer.layerScores ?? [])
    expect(layers).toHaveLength(6)
    for (const [at, sum] of answer.scores.entries()) {
      expect(layers[2 * at]).toBeCloseTo(second[at] ?? Number.NaN, 10)
      expect(layers[2 * at + 1]).toBeCloseTo(first[at] ?? Number.NaN, 10)
      expect(sum).toBe((layers[2 * at] ?? 0) + (layers[2 * at + 1] ?? 0))
    }
    expect(answer).toMatchObject({
      method: 'influence/1',
      estimator: 'DATAINF',
      orientation: 'NEGATIVE_HELPS',
      damping: 0.1,
    })
    expect(answer.lambdas).toHaveLength(2)
  })

  it.each<[Estimator, number | null]>([
    ['DOT', null],
    ['COSINE', null],
    ['FISHER', 0.1],
  ])('of %s say above zero what helped', async (estimator, damping) => {
    using store = await open()
    const answer = await store.score(new Float32Array([1, 0, 2]), { estimator })
    expect(answer).toMatchObject({ method: 'custom', estimator, orientation: 'POSITIVE_HELPS', damping })
    expect(Math.max(...answer.scores)).toBe(answer.scores[0])
    expect(answer.layerScores).toBeNull()
  })

  it('are the same for numbers, bytes and a stored row, and for many at once', async () => {
    const folder = await write()
    using store = await open()
    const numbers = new Float32Array(ROWS[1] ?? [])
    const wanted = await store.score(numbers)
    const queries = [new Uint8Array(numbers.buffer), { folder, row: 1 }, ...Array.from({ length: 64 }, () => numbers)]
    const answers = await Promise.all(queries.map((query) => store.score(query, { threads: 2 })))
    for (const answer of answers) expect(answer).toEqual(wanted)
  })

  it('come with the store and its hash', async () => {
    using store = await open()
    const number = (value: number) => Buffer.from(new BigUint64Array([BigInt(value)]).buffer)
    const name = (text: string) => [number(text.length), Buffer.from(text)]
    const meaning = [
      ...name('float32'),
      number(3),
      number(2),
      ...name('second'),
      number(2),
      ...name('first'),
      number(1),
    ]
    const hash = createHash('sha256')
    for (const part of [...meaning, Buffer.from(new Float32Array(ROWS.flat()).buffer)]) hash.update(part)
    expect(store.info()).toEqual({
      rows: 3,
      columns: 3,
      numberType: 'float32',
      layers: [
        { name: 'second', columns: 2, meanSquare: 14.25 / 3 },
        { name: 'first', columns: 1, meanSquare: 5 / 3 },
      ],
      hash: hash.digest('hex'),
    })
  })
})

describe('refusals', () => {
  it('name the file of a store that is not whole', async () => {
    const folder = await write()
    await truncate(join(folder, 'gradients.bin'), 35)
    await expect(openGradients(folder)).rejects.toMatchObject(refused('HW530', 'gradients.bin'))
    await expect(openGradients(join(home, 'none'))).rejects.toMatchObject(refused('HW506', 'info.json'))
    const infinite = await write([[1, Number.POSITIVE_INFINITY, 0]])
    await expect(openGradients(infinite)).rejects.toMatchObject(refused('HW530', 'row 0'))
  })

  it('name what a query or an option must be', async () => {
    using store = await open()
    const query = new Float32Array(3)
    await expect(store.score(new Float32Array(2))).rejects.toMatchObject(refused('HW510', '3 numbers'))
    await expect(store.score(new Uint8Array(3))).rejects.toMatchObject(refused('HW510', '12 bytes'))
    await expect(store.score(query, { damping: 0 })).rejects.toMatchObject(refused('HW510', 'damping'))
    await expect(store.score(query, { threads: -1 })).rejects.toMatchObject(refused('HW510', 'threads'))
    await expect(store.score(query, { estimator: 'BEST' as Estimator })).rejects.toMatchObject(refused('HW510', 'BEST'))
    store.close()
    await expect(store.score(query)).rejects.toMatchObject(refused('HW512', 'closed'))
  })

  it('are the reason of the signal when it stopped the work', async () => {
    using store = await open()
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(store.score(new Float32Array(3), { signal })).rejects.toThrow('enough')
    await expect(openGradients(home, { signal })).rejects.toThrow('enough')
  })
})

describe('influence/1', () => {
  it('pays what helped and leaves what pulled the other way', async () => {
    const scores = new Float64Array([-1, 2, -0.5, 0, -0.5])
    const shares = await influenceShares({ scores, orientation: 'NEGATIVE_HELPS' })
    expect(shares).toEqual({
      rows: new Uint32Array([0, 2, 4]),
      sharesPpb: new Uint32Array([250_000_000, 125_000_000, 125_000_000]),
      unattributedPpb: 500_000_000,
      clip: 2,
    })
  })

  it('refuses scores that are none', async () => {
    const scores = new Float64Array([Number.NaN])
    await expect(influenceShares({ scores, orientation: 'NEGATIVE_HELPS' })).rejects.toMatchObject(
      refused('HW510', 'row 0'),
    )
    await expect(influenceShares({ scores, orientation: 'UP' as never })).rejects.toMatchObject(refused('HW510', 'UP'))
  })
})

describe('retrieval/1', () => {
  const hash = (digit: string) => digit.repeat(64)

  it('pays by score the rows that verify', async () => {
    const listed = [
      { id: 'a', hash: hash('1'), score: '0.5' },
      { id: 'b', hash: `0x${hash('A')}`, score: '0.25' },
      { id: 'c', hash: hash('3'), score: '0.125' },
      { id: 'd', hash: hash('4'), score: '0.125' },
    ]
    const known = [
      { id: 'a', hash: `0x${hash('1')}` },
      { id: 'b', hash: hash('a') },
      { id: 'c', hash: hash('9') },
    ]
    expect(await retrievalShares(listed, known)).toMatchObject({
      method: 'retrieval/1',
      unattributedPpb: 250_000_000,
      shares: [
        { id: 'a', sharePpb: 500_000_000, status: 'VERIFIED' },
        { id: 'b', sharePpb: 250_000_000, status: 'VERIFIED' },
        { id: 'c', sharePpb: 0, status: 'HASH_MISMATCH' },
        { id: 'd', sharePpb: 0, status: 'UNKNOWN_ROW' },
      ],
    })
  })

  it('refuses what is no list of scores', async () => {
    const row = { id: 'a', hash: hash('1'), score: '1' }
    const rejects = async (listed: (typeof row)[], code: string, text: string) =>
      await expect(retrievalShares(listed, [])).rejects.toMatchObject(refused(code, text))
    await rejects([{ ...row, score: '-1' }], 'HW531', 'row 0 of the list')
    await rejects([{ ...row, score: 'NaN' }], 'HW531', 'decimal number')
    await rejects([row, row], 'HW531', 'listed before')
    await rejects([{ ...row, id: '' }], 'HW531', 'empty')
    await rejects([{ ...row, hash: '12' }], 'HW510', '64 hex digits')
    await rejects([{ ...row, id: '\ud800' }], 'HW509', 'surrogate')
    await rejects(
      Array.from({ length: 1001 }, () => row),
      'HW510',
      'at most 1000',
    )
    expect(await retrievalShares([], [])).toMatchObject({ unattributedPpb: 1_000_000_000, shares: [] })
  })
})
