import { builtinModules } from 'node:module'
import path from 'node:path'
import { defineConfig } from 'vite'

const root = path.resolve(import.meta.dirname, '..')
const external = ['electron', ...builtinModules, /^node:/]

/** A sandboxed preload is one CommonJS file: it can load nothing beside itself, so each has a build of its own. */
const preload = (name: string) => ({
  build: {
    outDir: path.join(root, 'dist/preload'),
    emptyOutDir: false,
    target: 'chrome146',
    lib: {
      entry: path.join(import.meta.dirname, `preload/${name}.ts`),
      formats: ['cjs' as const],
      fileName: () => `${name}.cjs`,
    },
    rolldownOptions: { external },
  },
})

export default defineConfig({
  root,
  publicDir: false,
  logLevel: 'warn',
  builder: {
    async buildApp({ environments, build }) {
      for (const name of ['main', 'preloadSettings', 'preloadChat']) await build(environments[name]!)
    },
  },
  build: { minify: false },
  environments: {
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: path.join(root, 'dist/main'),
        target: 'node24',
        ssr: true,
        rolldownOptions: {
          input: path.join(import.meta.dirname, 'main.ts'),
          external,
          output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false },
        },
      },
    },
    preloadSettings: preload('settings'),
    preloadChat: preload('chat'),
  },
})
