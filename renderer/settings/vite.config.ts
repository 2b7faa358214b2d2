import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** One build for two places: `app://settings/` in the desktop app, `/settings/` in a browser. Hence relative addresses. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: path.resolve(import.meta.dirname, '../../dist/settings'),
    emptyOutDir: true,
    target: ['chrome120', 'firefox128', 'safari17.4'],
    assetsInlineLimit: 0, // a data: address of a script or font would need a hole in the content security policy
  },
})
