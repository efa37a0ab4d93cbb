// A flag that this Node's V8 does not know would be passed over with a word on stderr.
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createProgram } from '../../src/cli'
import { V8_FLAGS } from '../../src/v8-flags'

test('flags are of this V8, for commands that there are', () => {
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })
  const commands = createProgram().commands.map((command) => command.name())
  for (const [command, flags] of Object.entries(V8_FLAGS)) {
    expect(commands).toContain(command)
    for (const flag of flags) expect(options).toContain(`  ${flag.replace(/^--no-/, '--').replace(/=.*/, '')} (`)
  }
})
