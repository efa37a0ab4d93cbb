// How the TypeScript tests run: real servers and databases, so files run two at a time and each has room to start one; what they write lies in
// memory where there is room, for a disk's file system is slow with so many files that come and go.
import { existsSync, statfsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const MEMORY = '/dev/shm'
const NEEDED_BYTES = 4 * 2 ** 30
if (existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY)
  if (bavail * bsize > NEEDED_BYTES) process.env['TMPDIR'] ??= MEMORY
}

export default defineConfig({
  // Node gives everyone the CommonJS build; left to itself Vite would give our own files another copy, foreign to the rest.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql/index.js')) }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: 0,
    reporters: ['default', './test/support/closing-line.ts'],
  },
})
