import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,main,renderer,test}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: Math.max(3, availableParallelism() - 1), // most of them wait for a browser or a server
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } }, // a busy machine is slow, not wrong
    globalSetup: ['test/support/build-once.ts'],
  },
})
