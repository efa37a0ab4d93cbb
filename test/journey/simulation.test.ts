// A small share of `npm run simulate`: a chain that forks, nodes that are wrong in every way, restarts and kill -9, and the rows of a calm index.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Ground, openGround } from '../../bench/simulation/ground.mts'
import { NAMED } from '../../bench/simulation/named.mts'
import { simulate } from '../../bench/simulation/run.mts'
import { TEMPLATE } from '../support/global-setup'

let home: string
let ground: Ground

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'headwater-simulation-'))
  ground = await openGround(join(home, 'chain'), inject('postgresUrl'), TEMPLATE)
})

afterAll(async () => {
  await ground?.stop()
  await rm(home, { recursive: true, force: true })
})

test.each(NAMED.filter(({ isTested }) => isTested))(
  'seed $seed, which $why, leaves the rows of a calm index',
  async ({ seed, scope }) => {
    expect((await simulate(ground, seed, scope)).wrong, `seed ${seed}`).toEqual([])
  },
  180_000,
)
