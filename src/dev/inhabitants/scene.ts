// What does an inhabitant have before it when it decides? The world as of the last block, its own means, and the chance of this
// block; every habit is a function from a scene to what it wants done.
import type { PrivateKeyAccount } from 'viem'
import type { Intent } from '../chain/sequencer'
import { type Compiled, type Deployed, encodeCall } from '../contracts/contract'
import type { ContentFolder } from '../library/content-folder'
import type { SourceText } from '../library/source-texts'
import type { Random } from '../random'
import type { Cast } from './cast'
import type { Studies } from './studies'
import type { Datanet, World } from './world'

export type Scene = {
  readonly world: World
  readonly cast: Cast
  readonly contracts: Deployed
  readonly content: ContentFolder
  readonly studies: Studies
  /** Texts to contribute, in the order in which they will be. */
  readonly sources: readonly SourceText[]
  /** Height of the block that is being planned. */
  readonly height: number
  /** True until the first inference is attributed: everything that waits for it is done at once. */
  readonly isOpening: boolean
  readonly inferencesInBlock: number
  readonly random: Random
}

export type Habit = (scene: Scene) => Intent[]

export type Wish = {
  readonly from: PrivateKeyAccount
  readonly call: string
  readonly args: readonly unknown[]
  readonly value?: bigint
  readonly gas?: bigint
}

/** A call of a contract that stands in the address book. */
export function callTo(scene: Pick<Scene, 'contracts'>, name: keyof Deployed, wish: Wish): Intent {
  return intentFor(name, scene.contracts[name], wish)
}

export function callDatanet(datanet: Datanet, wish: Wish): Intent {
  return intentFor('Datanet', datanet.address, wish)
}

export function intentFor(name: Compiled, to: Datanet['address'], { from, call, args, value, gas }: Wish): Intent {
  return {
    from,
    to,
    data: encodeCall(name, call, args),
    what: `${name}.${call}`,
    ...(value === undefined ? {} : { value }),
    ...(gas === undefined ? {} : { gas }),
  }
}

/** True in one block out of so many; the offset keeps different things from falling into the same block. */
export function isTurn(scene: Pick<Scene, 'height'>, everyBlocks: number, offset = 0): boolean {
  return scene.height % everyBlocks === offset % everyBlocks
}
