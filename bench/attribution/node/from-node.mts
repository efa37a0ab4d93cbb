// The engine from Node: one output at a time, 64 at once against the core alone, and what an event loop feels of it. Measured by loop.cjs in a process of its own.
import { type Bench, largestSize, normalCorpus } from '../corpora.mts'
import { node } from '../programs.mts'
import { median, quantile, type Table } from '../table.mts'
import { atLeast, atMost, type Part } from '../verdicts.mts'

type Pause = { p99: number; p999: number; max: number; ownMax: number }
type Turn = {
  corePerSecond: number
  nodePerSecond: number
  ownUs: number
  collectionMs: number
  loaded: Pause
  beside: Pause
}
type Loop = {
  concurrent: number
  threads: number
  /** Milliseconds of each output, by kind. */
  single: Record<string, number[]>
  turns: Turn[]
}

const TEXT =
  'The outputs of the largest index, through `src/attribution/engine.ts`, in a process that begins as `headwater api` does: its flags of V8, set by its own command line, all that it loads, and the collection of what that left. Core and Node take turns, five of each; throughput is the middle of them, of the event loop the worst of all is said. The processor time of the thread that has the loop is what it did itself; how late a timer rings also depends on what else the machine does. So the same is said of a loop that has nothing to do but to collect what was left.'

export async function measureFromNode(bench: Bench): Promise<Part> {
  const { folder, outputsFile } = await normalCorpus(bench, largestSize(bench))
  const lines = await node('loop.cjs', [folder, outputsFile, bench.programs.pathOf('throughput')])
  const loop = lines[0] as Loop
  const ratio = median(loop.turns.map(({ nodePerSecond, corePerSecond }) => nodePerSecond / corePerSecond))
  const loaded = worst(loop.turns.map((turn) => turn.loaded))
  const beside = worst(loop.turns.map((turn) => turn.beside))
  const idle = (time: number) => `${time.toFixed(1)} ms with nothing to do, beside the core in another process`
  const reach = { limit: 5, unit: ' ms', digits: 1 }
  return {
    title: 'From Node',
    text: TEXT,
    tables: [figureTable(loop, ratio, { loaded, beside })],
    verdicts: [
      atLeast(`${loop.concurrent} at once from Node against the core alone`, ratio * 100, {
        limit: 80,
        unit: ' %',
        digits: 0,
      }),
      atMost('event loop held by its own thread, at most', loaded.ownMax, { ...reach, note: idle(beside.ownMax) }),
      atMost('a timer of the event loop late, at most', loaded.max, { ...reach, note: idle(beside.max) }),
    ],
  }
}

function figureTable(loop: Loop, ratio: number, { loaded, beside }: { loaded: Pause; beside: Pause }): Table {
  const { turns, concurrent, threads } = loop
  const middle = (of: (turn: Turn) => number) => median(turns.map(of)).toFixed(0)
  const single = Object.entries(loop.single).map(([kind, times]) => {
    const at = (part: number) => `${quantile(times, part).toFixed(2)} ms`
    return [`one at a time, ${kind}, wall`, `median ${at(0.5)}, p99 ${at(0.99)}`]
  })
  const rows = [
    ...single,
    [`${concurrent} at once`, `${middle((turn) => turn.nodePerSecond)} outputs a second`],
    [`the core alone, ${threads} threads`, `${middle((turn) => turn.corePerSecond)} outputs a second`],
    ['Node against the core alone', `${(100 * ratio).toFixed(0)} %`],
    ["processor time of Node's own thread for one output", `${middle((turn) => turn.ownUs)} us`],
    [
      'the longest collection of garbage meanwhile',
      `${Math.max(...turns.map((turn) => turn.collectionMs)).toFixed(1)} ms`,
    ],
    ['how late a timer of 1 ms rang meanwhile, the worst of all turns', describe(loaded)],
    ['the same while the core alone has all threads, in a process of its own', describe(beside)],
  ]
  return { head: ['from Node', 'figure'], rows }
}

function worst(pauses: Pause[]): Pause {
  const most = (of: (pause: Pause) => number) => Math.max(...pauses.map(of))
  return {
    p99: most((pause) => pause.p99),
    p999: most((pause) => pause.p999),
    max: most((pause) => pause.max),
    ownMax: most((pause) => pause.ownMax),
  }
}

function describe({ p99, p999, max, ownMax }: Pause): string {
  const [late, later, latest, own] = [p99, p999, max, ownMax].map((time) => `${time.toFixed(1)} ms`)
  return `p99 ${late}, p99.9 ${later}, max ${latest}; of its own processor time at most ${own}`
}
