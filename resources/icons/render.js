/* `node resources/icons/render.js`: makes the PNGs from the SVGs beside this file. Run it after changing one, and commit both. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'

const here = import.meta.dirname
const render = (from, to, size) =>
  sharp(path.join(here, from), { density: 300 }).resize(size, size).png({ compressionLevel: 9 }).toFile(path.join(here, to))

// electron-builder makes the .icns and .ico of macOS and Windows from the largest.
await render('icon.svg', 'icon.png', 1024)
for (const size of [16, 32, 48, 64, 128, 256, 512]) await render('icon.svg', `${size}x${size}.png`, size)
for (const name of readdirSync(path.join(here, 'tray')).filter((each) => each.endsWith('.svg'))) {
  const base = `tray/${name.slice(0, -'.svg'.length)}`
  const size = name.includes('Template') ? 18 : 22 // what macOS, and what Linux and Windows at 100 %, show
  await render(`tray/${name}`, `${base}.png`, size)
  await render(`tray/${name}`, `${base}@2x.png`, size * 2)
}
