// A small share of `npm run simulate`: a chain that forks, nodes that are wrong in every way, restarts and kill -9, and the rows of a calm index.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Ground, openGround } from '../../bench/simulation/ground.mts'
import { simulate } from '../../bench/simulation/run.mts'
import { TEMPLATE } from '../support/global-setup'

// 103 read a block of the head with an altered time; 311 ended when a node took back its finality.
const SEEDS = [103, 311]

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

test.each(SEEDS)(
  'seed %i leaves the rows of a calm index',
  async (seed) => {
    expect((await simulate(ground, seed)).wrong, `seed ${seed}`).toEqual([])
  },
  180_000,
)
