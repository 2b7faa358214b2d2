import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The chat page. The server sends its index.html for every address of the chat, and the rest below /static/app/. */
export default defineConfig({
  root: folder,
  base: '/static/app/',
  plugins: [react()],
  build: {
    outDir: '../../dist/chat',
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    assetsInlineLimit: 0, // the page's policy allows no fonts from data: addresses
    chunkSizeWarningLimit: 1000,
  },
})
