import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,main,renderer,test}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: Math.max(3, availableParallelism() - 1), // most of them wait for a browser or a server
    // A busy machine is slow, not wrong: a limit is there to end what hangs.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    // Hundreds of processes load the same modules: with what was compiled before, a command takes a fifth less.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)) },
    globalSetup: ['test/support/build-once.ts'],
  },
})
