// Who lives on the local chain, and who of them is dishonest? The labels stand here and nowhere else: nothing outside src/dev
// reads them, the chain's readers have to find out.
import { parseEther } from 'viem'

/** How an operator treats what it owes the public. */
export type Conduct =
  | { readonly kind: 'honest' }
  /** Moves part of the credit to a friend, a contributor. */
  | { readonly kind: 'overstates'; readonly friend: number }
  /** Commits to evidence that it never shows. */
  | { readonly kind: 'withholds-evidence' }
  /** Records inferences whose texts it never shows. */
  | { readonly kind: 'withdraws-content' }

export type DatanetSpec = {
  readonly name: string
  readonly category: string
  readonly isPublic: boolean
  readonly fee: bigint
}

export type ModelSpec = {
  readonly name: string
  readonly baseModel: number
  /** 0 full, 1 LoRA, 2 QLoRA, 3 RAG index. */
  readonly method: number
  readonly datanets: readonly string[]
  readonly conduct: Conduct
  readonly hasHost: boolean
  /** In wei for a thousand tokens. */
  readonly inputRate: bigint
  readonly outputRate: bigint
  /** How often it is called, in relation to the others. */
  readonly demand: number
}

export const HEADCOUNT = {
  contributors: 12,
  reviewers: 3,
  stakers: 4,
  bridgers: 3,
  /** At the beginning, and in the end. */
  callers: 6,
  callersAtMost: 40,
} as const

/** A contributor whom one operator favours; by the order of the opening, one who gives to the Datanet that the operator's model reads. */
export const FRIEND = 4

export const TOOLING: DatanetSpec = {
  name: 'JavaScript tooling',
  category: 'software documentation',
  isPublic: true,
  fee: 0n,
}
export const CHAINS: DatanetSpec = {
  name: 'Chain libraries',
  category: 'blockchain documentation',
  isPublic: true,
  fee: 0n,
}
export const LICENSES: DatanetSpec = { name: 'Licence texts', category: 'law', isPublic: true, fee: 0n }
export const MEMBERS: DatanetSpec = {
  name: 'Servers and databases, members only',
  category: 'software documentation',
  isPublic: false,
  fee: parseEther('5'),
}

export const DATANETS: readonly DatanetSpec[] = [TOOLING, CHAINS, LICENSES, MEMBERS]

export const BASE_MODELS: readonly string[] = ['Brook 1', 'Brook 2 mini']

const honest: Conduct = { kind: 'honest' }

export const MODELS: readonly ModelSpec[] = [
  {
    name: 'Toolsmith',
    baseModel: 1,
    method: 0,
    datanets: [TOOLING.name],
    conduct: honest,
    hasHost: false,
    inputRate: parseEther('0.02'),
    outputRate: parseEther('0.06'),
    demand: 5,
  },
  {
    name: 'Ledgerline',
    baseModel: 1,
    method: 1,
    datanets: [CHAINS.name, TOOLING.name],
    conduct: honest,
    hasHost: true,
    inputRate: parseEther('0.03'),
    outputRate: parseEther('0.09'),
    demand: 4,
  },
  {
    name: 'Clause',
    baseModel: 2,
    method: 2,
    datanets: [LICENSES.name, CHAINS.name],
    conduct: honest,
    hasHost: false,
    inputRate: parseEther('0.013'),
    outputRate: parseEther('0.047'),
    demand: 3,
  },
  {
    name: 'Pipewright',
    baseModel: 2,
    method: 1,
    datanets: [TOOLING.name, MEMBERS.name],
    conduct: { kind: 'overstates', friend: FRIEND },
    hasHost: true,
    inputRate: parseEther('0.02'),
    outputRate: parseEther('0.05'),
    demand: 2,
  },
  {
    name: 'Quiet Counsel',
    baseModel: 1,
    method: 1,
    datanets: [LICENSES.name, TOOLING.name],
    conduct: { kind: 'withholds-evidence' },
    hasHost: false,
    inputRate: parseEther('0.017'),
    outputRate: parseEther('0.051'),
    demand: 1,
  },
  {
    name: 'Back Office',
    baseModel: 2,
    method: 0,
    datanets: [MEMBERS.name, CHAINS.name],
    conduct: { kind: 'withdraws-content' },
    hasHost: true,
    inputRate: parseEther('0.04'),
    outputRate: parseEther('0.11'),
    demand: 1,
  },
]
