import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{server,main,renderer,test}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/build-once.ts'],
  },
})
