// The last line of a run, in words that any tool can read: `tests: N passed, N failed`.
import type { Reporter, TestModule } from 'vitest/node'

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0
    let failed = 0
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
      }
      if (module.state() === 'failed' && module.errors().length > 0) failed++
    }
    process.stdout.write(`\ntests: ${passed} passed, ${failed} failed\n`)
  }
}
