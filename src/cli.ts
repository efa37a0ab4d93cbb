// The command line: one table of commands. Each loads what it needs when it is called, so that --help costs nothing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { registerIndexCommands } from './attribution/command/commands'
import {
  CHAINS,
  type ChainName,
  type Config,
  PROJECT_ROOT,
  readAddressBook,
  readConfig,
  requireDatabaseUrl,
} from './config'
import { describeError, HeadwaterError } from './errors'
import { setLogLevel } from './log'
import { setV8Flags } from './v8-flags'

const WRONG_USAGE = 2

export function main(argv: string[]): void {
  void createProgram()
    .parseAsync(argv)
    .catch((error: unknown) => {
      if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : WRONG_USAGE)
      process.stderr.write(`${error instanceof HeadwaterError ? `${error.code} ` : ''}${describeError(error)}\n`)
      process.exit(1)
    })
}

export function createProgram(): Command {
  const program = new Command('headwater')
    .description('From any model decision back to weighted training data, its contributors and the money.')
    .version(version())
    .exitOverride()
    .showHelpAfterError('Try `headwater --help`.')
    .hook('preAction', (_program, command) => setV8Flags(command.name()))
  addUp(program)
  addProcessor(program)
  addProcesses(program)
  addChain(program)
  addUpkeep(program)
  registerIndexCommands(program)
  return program
}

function addUp(program: Command): void {
  program
    .command('up')
    .description('everything on this machine: database, local chain, processor, attributor, API with the explorer')
    .option('--fresh', 'begin anew: delete the state in HEADWATER_HOME first', false)
    .addOption(seedOption())
    .addOption(paceOption())
    .addOption(blockOption())
    .action(async (options) => {
      const config = readConfig()
      const { up } = await import('./dev/up')
      const say = (line: string) => process.stdout.write(`${line}\n`)
      const whole = up(config, options, say)
      const signalled = untilSignal()
      const running = await Promise.race([whole.ready, signalled])
      if (running !== undefined) {
        say(`Headwater is ready: ${running.url}`)
        await signalled
      }
      say('stopping')
      await whole.stop()
      process.exit(0)
    })
}

function addChain(program: Command): void {
  program
    .command('chain')
    .description('the local chain with its inhabitants and their contents, alone')
    .option('--port <n>', 'port of its JSON-RPC; 0 takes the one it had before, or a free one', wholeNumber, 0)
    .addOption(seedOption())
    .addOption(paceOption())
    .addOption(blockOption())
    .action(async (options) => {
      const { run } = await import('./dev/chain')
      await run({ ...options, home: readConfig().home })
    })
}

const seedOption = () =>
  new Option('--seed <n>', "the local chain's inhabitants act by this seed").argParser(wholeNumber).default(1)
const paceOption = () =>
  new Option('--inferences-per-second <n>', 'the pace of the local chain').argParser(positiveNumber).default(1)
const blockOption = () =>
  new Option('--block-ms <n>', 'time between blocks of the local chain').argParser(blockTime).default(1000)

function addProcesses(program: Command): void {
  const processes: [string, string, () => Promise<{ run(config: Config): Promise<void> }>][] = [
    ['attributor', 'recompute which data explains each output, and judge the claims', () => import('./attributor')],
    ['api', 'serve GraphQL and the explorer', () => import('./server')],
  ]
  for (const [name, description, load] of processes) {
    program
      .command(name)
      .description(description)
      .action(async () => {
        const config = readConfig()
        setLogLevel(config.logLevel)
        await (await load()).run(config)
      })
  }
}

function addProcessor(program: Command): void {
  program
    .command('processor')
    .description('read one chain into the database')
    .addOption(chainOption())
    .action(async ({ chain }: { chain: ChainName }) => {
      const config = readConfig()
      setLogLevel(config.logLevel)
      await (await import('./main')).run(config, chain)
    })
}

const chainOption = () =>
  new Option('--chain <name>', 'the L2, or an L1 that its token lives on').choices(CHAINS).default('l2')

function addUpkeep(program: Command): void {
  program
    .command('migrate')
    .description('bring the database of DATABASE_URL up to date')
    .action(async () => {
      const { migrate } = await import('./database/migrate')
      const applied = await migrate(requireDatabaseUrl(readConfig()))
      process.stdout.write(applied.length === 0 ? 'up to date\n' : `${applied.join('\n')}\n`)
    })
  program
    .command('rewind')
    .description('take the index back to an earlier block, below finality too; the processor goes on from there')
    .requiredOption('--to <block>', 'the newest block that stays', wholeNumber)
    .addOption(chainOption())
    .option('--json', 'print what was done as JSON', false)
    .action(async (options) => {
      const config = readConfig()
      const url = requireDatabaseUrl(config)
      const { chainId } = readAddressBook(config, options.chain)
      const { assertMigrated } = await import('./database/migrate')
      const { describeRewound, rewind } = await import('./database/store/rewind')
      await assertMigrated(url)
      const rewound = await rewind(url, chainId, options.to)
      process.stdout.write(`${options.json ? JSON.stringify({ chainId, ...rewound }) : describeRewound(rewound)}\n`)
    })
  program
    .command('doctor')
    .description('say what is missing or wrong on this machine and in this configuration')
    .option('--json', 'print the findings as JSON', false)
    .action(async (options) => {
      const { examine, printFindings } = await import('./dev/doctor')
      const findings = await examine(readConfig())
      printFindings(findings, options)
      process.exit(findings.every((finding) => finding.isWell) ? 0 : 1)
    })
}

function untilSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(undefined))
  })
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

function blockTime(text: string): number {
  const number = wholeNumber(text)
  if (number < 100 || number > 60_000) throw new InvalidArgumentError('It must be from 100 to 60000 milliseconds.')
  return number
}

function positiveNumber(text: string): number {
  const number = Number(text)
  if (!(number > 0 && number <= 1000)) throw new InvalidArgumentError('It must be a number above 0, at most 1000.')
  return number
}

function version(): string {
  return (JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string }).version
}
