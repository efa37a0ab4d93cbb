// A chain that was stopped while it opened goes on, however much later: right behind its newest block.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startAnvil } from '../../src/dev/chain/anvil'
import { imagineOrigins } from '../../src/dev/chain/origins'
import { createSequencer } from '../../src/dev/chain/sequencer'
import { findFreePort } from '../../src/dev/free-port'

const CHAIN_ID = 31_337
const NOTHING = { mintings: [], intents: [] }

test('the next block stands a second after the last', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'headwater-clock-'))
  const began = Math.floor(Date.now() / 1000) - 1_000
  const buildOne = async (genesisTime: number) => {
    const anvil = await startAnvil({
      dir,
      chainId: CHAIN_ID,
      port: await findFreePort(),
      genesisTime,
      network: 'optimism',
    })
    try {
      const sequencer = await createSequencer(anvil.rpc, CHAIN_ID, await imagineOrigins(anvil.rpc))
      return await sequencer.build(NOTHING, sequencer.headTime() + 1)
    } finally {
      await anvil.stop()
    }
  }
  try {
    expect(await buildOne(began)).toMatchObject({ number: 1, timestamp: began + 1 })
    expect(await buildOne(began + 500)).toMatchObject({ number: 2, timestamp: began + 2 })
  } finally {
    await rm(dir, { recursive: true })
  }
})
