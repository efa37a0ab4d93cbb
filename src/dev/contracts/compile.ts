// What do the Solidity sources beside this file compile to? Writes the ABIs (abi/, read by the processor; unwatched/, where only the local chain needs them) and the bytecode
// (artifacts.json, read by the local chain); a test compiles again and compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Abi, Hex } from 'viem'
import { CompilationError } from '../errors'
import { UNWATCHED } from './contract'

export type Compiled = { readonly abi: Abi; readonly bytecode: Hex }

type Diagnostic = { readonly severity: string; readonly formattedMessage: string }
type Output = {
  readonly errors?: readonly Diagnostic[]
  readonly contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>
}

/** Root of the checkout; the same from src/dev/contracts and from lib/dev/contracts. */
const ROOT = join(__dirname, '..', '..', '..')
const SOURCES = join(ROOT, 'src', 'dev', 'contracts')

/** Compiles every source of the folder; the key is the contract's name, which is also its file's. */
export async function compileContracts(): Promise<Record<string, Compiled>> {
  // The compiler is 10 MB of JavaScript: loaded only when it is asked to work.
  const { default: solc } = await import('solc')
  const names = readdirSync(SOURCES)
    .filter((file) => file.endsWith('.sol'))
    .sort()
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(names.map((file) => [file, { content: readFileSync(join(SOURCES, file), 'utf8') }])),
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      // Without it the bytecode would change with every comment.
      metadata: { appendCBOR: false, bytecodeHash: 'none' },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  }
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }))
  const failures = output.errors?.filter((one) => one.severity === 'error') ?? []
  if (failures.length > 0) throw new CompilationError(failures.map((one) => one.formattedMessage))
  const compiled = names.map((file) => [nameOf(file), pick(output, file)] as const)
  // What is only inherited from has no code of its own.
  return Object.fromEntries(compiled.filter(([, { bytecode }]) => bytecode !== '0x'))
}

export function writeArtifacts(contracts: Record<string, Compiled>): void {
  const bytecode: Record<string, Hex> = {}
  for (const [name, compiled] of Object.entries(contracts)) {
    const folder = UNWATCHED.some((one) => one === name) ? join(SOURCES, 'unwatched') : join(ROOT, 'abi')
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(compiled.abi, null, 2)}\n`)
    bytecode[name] = compiled.bytecode
  }
  writeFileSync(join(SOURCES, 'artifacts.json'), `${JSON.stringify(bytecode, null, 2)}\n`)
}

/** Not open source, and imported only to be passed by. */
const UNUSED = '@layerzerolabs/lz-evm-protocol-v2/contracts/messagelib/libs/PacketV1Codec.sol'

function readImport(path: string): { contents: string } | { error: string } {
  try {
    // By its place: not every package lets its sources be resolved by name.
    const file = path === UNUSED ? join(SOURCES, 'unused', basename(path)) : join(ROOT, 'node_modules', path)
    return { contents: readFileSync(file, 'utf8') }
  } catch (cause) {
    return { error: String(cause) }
  }
}

function pick(output: Output, file: string): Compiled {
  const compiled = output.contracts[file]?.[nameOf(file)]
  if (compiled === undefined) throw new CompilationError([`${file} holds no contract ${nameOf(file)}`])
  return { abi: compiled.abi.filter(isEverSpoken), bytecode: `0x${compiled.evm.bytecode.object}` }
}

const NEVER_EMITTED = ['EIP712DomainChanged', 'RoleAdminChanged']

/** OpenZeppelin declares these for contracts whose domain, or whose roles' administrators, can change; in none of ours can they. */
function isEverSpoken(item: Abi[number]): boolean {
  return item.type !== 'event' || !NEVER_EMITTED.includes(item.name)
}

function nameOf(file: string): string {
  return file.replace(/\.sol$/, '')
}

if (require.main === module) {
  compileContracts().then(writeArtifacts)
}
