import file from './languages.json' with { type: 'json' }

interface Language {
  /** As Pygments calls it: clients show it and choose playgrounds by it. */
  readonly name: string
  /** The highlighter's module, where it knows the language. */
  readonly module: string | undefined
}

let languages: ReadonlyMap<string, Language> | undefined

function languageOf(alias: string): Language | undefined {
  languages ??= new Map(
    Object.entries(file).flatMap(([name, row]) => {
      const [module, ...aliases] = row.split(' ')
      return aliases.map((known) => [known, { name, module: module || undefined }] as const)
    }),
  )
  return languages.get(alias.toLowerCase())
}

/** The canonical name of a language, e.g. `JavaScript` for `js`. */
export const languageName = (alias: string): string | undefined => languageOf(alias)?.name

/** The highlighter's module for a language, e.g. `javascript` for `js`. */
export const languageModule = (alias: string): string | undefined => languageOf(alias)?.module
