// Killed or forked under, a Headwater ends with the rows of one that was left in peace: a small share of `npm run chaos`.
import { expect, test } from 'vitest'
import { type Disturbance, fork, kills, runCampaign, VICTIMS } from '../../src/dev/campaign/campaign'

const SEED = 4350

async function expectSameRows(disturb: Disturbance): Promise<void> {
  const lines: string[] = [`seed ${SEED}`]
  const result = await runCampaign({ seed: SEED, inferencesPerSecond: 3, disturb, say: (line) => lines.push(line) })
  expect(result.differences, lines.join('\n')).toEqual([])
  const rowsOf = (table: string) => result.comparisons.find((one) => one.table === table)?.rows ?? 0
  for (const table of ['inference', 'run', 'share', 'passage', 'verdict', 'reward']) {
    expect(rowsOf(table), table).toBeGreaterThan(10)
  }
}

test(
  'kill -9 of processor, attributor, API and PostgreSQL loses nothing',
  () => expectSameRows(kills(VICTIMS, SEED)),
  400_000,
)

test(
  'forks, the second below what was final, take runs, shares and verdicts with them, and what replaced these is read',
  () =>
    expectSameRows(async (scene) => {
      await fork(5)(scene)
      await fork(11)(scene)
    }),
  400_000,
)
