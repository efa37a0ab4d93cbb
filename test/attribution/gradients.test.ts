// The border of influence: typed arrays in and out, plain objects, and nothing but coded refusals besides.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Estimator,
  type GradientScores,
  type GradientStore,
  influenceShares,
  type Orientation,
  openGradients,
} from '../../src/attribution/gradients'

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
  const of = (scores: number[]): GradientScores => ({
    method: 'influence/1',
    engine: '',
    estimator: 'DATAINF',
    orientation: 'NEGATIVE_HELPS',
    damping: 0.1,
    lambdas: [],
    scores: new Float64Array(scores),
    layerScores: null,
  })

  it('pays what helped and leaves what pulled the other way', async () => {
    expect(await influenceShares(of([-1, 2, -0.5, 0, -0.5]))).toEqual({
      method: 'influence/1',
      engine: expect.any(String),
      estimator: 'DATAINF',
      orientation: 'NEGATIVE_HELPS',
      damping: 0.1,
      rows: new Uint32Array([0, 2, 4]),
      sharesPpb: new Uint32Array([250_000_000, 125_000_000, 125_000_000]),
      unattributedPpb: 500_000_000,
      clip: 2,
    })
  })

  it.each<[Estimator, number | undefined, string, Orientation, number | null]>([
    ['DATAINF', undefined, 'influence/1', 'NEGATIVE_HELPS', 0.1],
    ['DATAINF', 0.2, 'custom', 'NEGATIVE_HELPS', 0.2],
    ['FISHER', undefined, 'custom', 'POSITIVE_HELPS', 0.1],
    ['DOT', undefined, 'custom', 'POSITIVE_HELPS', null],
  ])('carries what was estimated: %s %s', async (estimator, asked, method, orientation, damping) => {
    using store = await open()
    const options = asked === undefined ? { estimator } : { estimator, damping: asked }
    const scores = await store.score(new Float32Array([1, 0, 2]), options)
    expect(await influenceShares(scores)).toMatchObject({ method, estimator, orientation, damping })
    // The method is found out, not believed.
    expect(await influenceShares({ ...scores, method: 'influence/1' })).toMatchObject({ method })
  })

  it('refuses scores that are none', async () => {
    const rejects = async (scores: GradientScores, text: string) =>
      await expect(influenceShares(scores)).rejects.toMatchObject(refused('HW510', text))
    await rejects(of([Number.NaN]), 'row 0')
    await rejects({ ...of([1]), orientation: 'UP' as never }, 'orientation is UP')
    await rejects({ ...of([1]), orientation: 'POSITIVE_HELPS' }, 'NEGATIVE_HELPS for DATAINF')
    await rejects({ ...of([1]), damping: null }, 'damping is null')
    await rejects({ ...of([1]), estimator: 'BEST' as never }, 'BEST')
  })
})
