import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,main,renderer,test}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } }, // a busy machine is slow, not wrong
    globalSetup: ['test/support/build-once.ts'],
  },
})
