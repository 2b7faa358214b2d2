/** Features from the bottom up: each may use those before it, never those after it. */
const features = [
  'markdown',
  'realm',
  'accounts',
  'channels',
  'bots',
  'presence',
  'uploads',
  'messages',
  'webhooks',
  'registration',
  'backups',
] as const
const foundations = ['api', 'memory', 'threads', 'database', 'config', 'realtime', 'monitoring'] as const

export interface Import {
  /** From the project's root, e.g. `server/messages/send.ts`. */
  readonly from: string
  /** Likewise, or a package's name. */
  readonly to: string
  readonly isTypeOnly: boolean
}

const folderOf = (path: string): string => path.split('/')[1] ?? ''
const isIn = (path: string, ...folders: readonly string[]): boolean => folders.some((folder) => path.startsWith(`${folder}/`))
const isServer = (path: string): boolean => isIn(path, 'server')
const isFeature = (path: string): boolean => isServer(path) && features.some((name) => folderOf(path) === name)

interface Rule {
  readonly because: string
  readonly forbids: (edge: Import) => boolean
}

/** Who may not import whom. docs/architecture.md draws the picture; these hold the lines. */
export const rules: readonly Rule[] = [
  {
    because: 'the server also runs without a screen',
    forbids: ({ from, to }) => isServer(from) && (isIn(to, 'main', 'renderer', 'test') || to === 'electron'),
  },
  { because: 'nothing imports main', forbids: ({ from, to }) => isIn(to, 'main') && !isIn(from, 'main') },
  {
    because: 'pages take only types from the server, but for the Markdown that both share',
    forbids: ({ from, to, isTypeOnly }) => isIn(from, 'renderer') && isServer(to) && !isTypeOnly && folderOf(to) !== 'markdown',
  },
  {
    because: 'a feature does not know who asks: web server, owner’s contract or command line',
    forbids: ({ from, to, isTypeOnly }) =>
      isFeature(from) &&
      (to === 'koa' || isIn(to, 'server/http', 'server/cli') || (isIn(to, 'server/control') && !isTypeOnly && !isContract(to))),
  },
  {
    because: 'another feature is asked through its verbs, not through its SQL',
    forbids: ({ from, to, isTypeOnly }) =>
      isFeature(to) && to.endsWith('queries.ts') && folderOf(from) !== folderOf(to) && !isTypeOnly,
  },
  {
    because: 'a feature builds on those below it, and never in a circle',
    forbids: ({ from, to, isTypeOnly }) => isFeature(from) && isFeature(to) && !isTypeOnly && rank(to) > rank(from),
  },
  {
    because: 'foundations know no feature',
    forbids: ({ from, to }) =>
      isServer(from) &&
      foundations.some((name) => folderOf(from) === name) &&
      (isFeature(to) || isIn(to, 'server/http', 'server/control', 'server/cli')),
  },
]

/** Features answer their part of the contract, so they see it and how it is answered. */
const isContract = (path: string): boolean => /^server\/control\/(contract|answer|owner|refusal)/.test(path)
const rank = (path: string): number => features.indexOf(folderOf(path) as (typeof features)[number])
