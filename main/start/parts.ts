import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

/** One build of `vite build`: what it is made from, and how we know that it was made. */
export interface Part {
  readonly name: string
  readonly config: string
  /** Files and folders, relative to the top. */
  readonly sources: readonly string[]
  /** Where it ends up, for parts that somebody may be using while they are built anew. */
  readonly output?: string
}

const shared = ['package.json', 'package-lock.json', 'tsconfig.json']
/** What both pages are made of. */
const pages = ['renderer/ui', 'renderer/line', 'renderer/bucket', 'renderer/restore']

export const parts: readonly Part[] = [
  { name: 'server', config: 'vite.config.ts', output: 'dist/server', sources: ['server', 'vite.config.ts', ...shared] },
  {
    name: 'chat',
    config: 'renderer/chat/vite.config.ts',
    output: 'dist/chat',
    sources: ['renderer/chat', ...pages, 'server/markdown', 'resources', ...shared],
  },
  {
    name: 'settings',
    config: 'renderer/settings/vite.config.ts',
    output: 'dist/settings',
    sources: ['renderer/settings', ...pages, ...shared],
  },
  { name: 'desktop', config: 'main/vite.config.ts', sources: ['main', 'server/config', ...shared] },
]

export const at = (...names: string[]): string => path.resolve(root, ...names)

export const partsNamed = (names: readonly string[]): Part[] => parts.filter(({ name }) => names.includes(name))
