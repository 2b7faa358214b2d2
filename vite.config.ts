import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'
import packageJson from './package.json' with { type: 'json' }

/** Plain data in JSON, which a bundle cannot import from outside: it loses the `with { type: 'json' }`. */
const bundled = ['tlds']
const external = Object.keys(packageJson.dependencies).filter((name) => !bundled.includes(name))

/** The server, for Node and for Electron alike. Packages stay outside: some have binaries, and all of them ship with us. */
export default defineConfig({
  ssr: { noExternal: bundled },
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'dist/server',
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      // a thread is a program of its own
      input: {
        landline: 'server/main.ts',
        'sqlite-worker': 'server/backups/snapshot/sqlite-worker.ts',
        'pack-worker': 'server/backups/snapshot/pack-worker.ts',
        'read-worker': 'server/database/long-reads/read-worker.ts',
        'heic-worker': 'server/uploads/images/heic/heic-worker.ts',
        'reading-worker': 'server/uploads/stores/s3/reading-worker.ts',
      },
      external: [...builtinModules, /^node:/, ...external.flatMap((name) => [name, new RegExp(`^${name}/`)])],
    },
  },
})
