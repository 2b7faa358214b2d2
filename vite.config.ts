import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'
import packageJson from './package.json' with { type: 'json' }

/** The server, for Node and for Electron alike. Packages stay outside: some have binaries, and all of them ship with us. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'dist/server',
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { landline: 'server/main.ts' },
      external: [
        ...builtinModules,
        /^node:/,
        ...Object.keys(packageJson.dependencies).flatMap((name) => [name, new RegExp(`^${name}/`)]),
      ],
    },
  },
})
