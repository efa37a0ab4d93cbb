// What an operator sees of a processor: health, readiness, figures and the line of progress, from the news that it is told.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTraffic } from '../../../src/chain/endpoints/traffic'
import { createFigures } from '../../../src/chain/status/figures'
import { createProgressWatch, progressWords } from '../../../src/chain/status/progress'
import { readReadiness, type StatusServer, serveStatus } from '../../../src/chain/status/serve'
import { createStanding } from '../../../src/chain/status/standing'

const written = (height: number, isHistory = false) =>
  ({ kind: 'written', height, timestampMs: 1_000 * height, isHistory }) as const
const heads = (best: number) => ({ kind: 'heads', best, finalized: best - 10 }) as const
const waiting = { kind: 'waiting', code: 'HW203', words: 'it does not answer', retryInMs: 500 } as const

describe('readiness', () => {
  test('says what is not', () => {
    const standing = createStanding(() => 130_000)
    expect(readReadiness(standing)).toMatchObject({
      ready: false,
      problems: [expect.stringMatching(/waits/), expect.stringMatching(/no block/)],
    })
    standing.note({ kind: 'following', endpoint: 'node' })
    standing.note(heads(100))
    standing.note(written(84))
    expect(readReadiness(standing).problems).toEqual(['block 84 is 16 blocks behind the chain, 15 at most'])
    standing.note(written(100))
    expect(readReadiness(standing)).toEqual({
      ready: true,
      problems: [],
      endpoint: 'node',
      height: 100,
      chainHeight: 100,
      finalizedHeight: 90,
      lagBlocks: 0,
      lagSeconds: 30,
      history: null,
    })
    standing.note(waiting)
    expect(readReadiness(standing).problems).toEqual(['waits: HW203 it does not answer'])
  })
})

describe('progress', () => {
  test('a line every five seconds of history, none at the head', () => {
    let now = 0
    const watch = createProgressWatch(1_000, () => now)
    expect(watch.note(written(1_100, true))).toBeNull()
    watch.note(heads(11_010))
    const first = watch.note(written(2_000, true))
    expect(first).toEqual({ height: 2_000, of: 11_000, percent: 10, blocksPerSecond: 0, secondsLeft: null })
    expect(progressWords(first as never)).toBe('history 10 %')
    now = 4_999
    expect(watch.note(written(5_000, true))).toBeNull()
    now = 10_000
    const said = watch.note(written(6_000, true))
    expect(said).toEqual({ height: 6_000, of: 11_000, percent: 50, blocksPerSecond: 400, secondsLeft: 13 })
    expect(progressWords(said as never)).toBe('history 50 %, 13 s left')
    now = 12_000
    expect(watch.note(written(6_500, true))).toBeNull()
    expect(watch.current).toMatchObject({ height: 6_500, percent: 55 })
    now = 20_000
    expect(watch.note(written(11_001))).toBeNull()
    expect(watch.current).toBeNull()
  })

  test.each([
    [89, '89 s'],
    [90, '2 min'],
    [7_200, '2 h'],
    [400_000, '5 days'],
  ])('%d seconds are %s', (secondsLeft, words) => {
    expect(progressWords({ height: 0, of: 0, percent: 1, blocksPerSecond: 1, secondsLeft })).toBe(
      `history 1 %, ${words} left`,
    )
  })
})

describe('over HTTP', () => {
  const standing = createStanding()
  const traffic = createTraffic()
  const figures = createFigures(31_337, standing, traffic)
  let server: StatusServer

  beforeAll(async () => {
    server = await serveStatus({ host: '127.0.0.1', port: 0, standing, registry: figures.registry })
  })

  afterAll(() => server?.close())

  const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method })

  test('health, readiness, and nothing else', async () => {
    expect(await (await get('/health')).json()).toEqual({ alive: true })
    expect((await get('/ready')).status).toBe(503)
    expect((await get('/')).status).toBe(404)
    expect((await get('/metrics', 'POST')).status).toBe(405)
    for (const news of [{ kind: 'following', endpoint: 'node' } as const, heads(7), written(7)]) standing.note(news)
    expect((await get('/ready')).status).toBe(200)
  })

  test('figures', async () => {
    traffic.note('node', ['eth_getLogs', 'eth_getLogs'], { sentBytes: 20, receivedBytes: 300 })
    traffic.note('node', ['eth_getLogs'], 'failed')
    standing.note({ kind: 'aside', endpoint: 'liar', code: 'HW210', untilMs: Date.now() + 60_000 })
    for (const depth of [1, 1, 7]) figures.noteNews({ kind: 'rolled back', depth })
    figures.noteNews(waiting)
    figures.noteBatch({ events: 5, created: 6, changed: 2, skipped: 1, phasesMs: { decodeMs: 1, saveMs: 500 } })
    figures.noteNews({ kind: 'compared', outcome: 'same', blocks: 1_000 })
    figures.noteNews({ kind: 'state', answered: 3, unanswered: 2 })
    standing.history = { height: 7, of: 10, percent: 70, blocksPerSecond: 1, secondsLeft: 3 }
    const text = await (await get('/metrics')).text()
    standing.history = null
    expect(await (await get('/metrics')).text()).not.toMatch(/^headwater_processor_history_percent[{ ]/m)
    for (const line of [
      'headwater_processor_height{chain="31337"} 7',
      'headwater_processor_finalized_height{chain="31337"} -3',
      'headwater_processor_lag_blocks{chain="31337"} 0',
      'headwater_processor_history_percent{chain="31337"} 70',
      'headwater_processor_history_seconds_left{chain="31337"} 3',
      'headwater_rpc_compared_blocks_total{outcome="same",chain="31337"} 1000',
      'headwater_rpc_state_reads_total{outcome="unanswered",chain="31337"} 2',
      'headwater_processor_following{chain="31337"} 1',
      'headwater_processor_reorgs_total{depth="1",chain="31337"} 2',
      'headwater_processor_reorgs_total{depth="4-10",chain="31337"} 1',
      'headwater_processor_faults_total{code="HW203",chain="31337"} 1',
      'headwater_processor_skipped_logs_total{chain="31337"} 1',
      'headwater_processor_rows_total{how="created",chain="31337"} 6',
      'headwater_processor_phase_seconds_total{phase="save",chain="31337"} 0.5',
      'headwater_rpc_calls_total{endpoint="node",method="eth_getLogs",outcome="answered",chain="31337"} 2',
      'headwater_rpc_calls_total{endpoint="node",method="eth_getLogs",outcome="failed",chain="31337"} 1',
      'headwater_rpc_bytes_total{endpoint="node",method="eth_getLogs",direction="received",chain="31337"} 300',
      'headwater_rpc_endpoint_aside{endpoint="liar",code="HW210",chain="31337"} 1',
    ]) {
      expect(text).toContain(line)
    }
  })

  test('a port in use is named', async () => {
    const registry = figures.registry
    const taken = serveStatus({ host: '127.0.0.1', port: server.port, standing, registry })
    await expect(taken).rejects.toMatchObject({ code: 'HW207' })
  })
})
