import type { HLJSApi, LanguageFn } from 'highlight.js'
import { languageModule } from './languages.ts'
import { pygmentsClasses } from './pygments-classes.ts'

/** Where the highlighter comes from: from disk on the server, in the browser what was loaded beforehand. */
export interface HighlighterSource {
  core(): HLJSApi
  language(module: string): LanguageFn | undefined
}

/** Colours code: HTML with one level of spans. `undefined` where we do not know the language. */
export const highlighter =
  (source: HighlighterSource) =>
  (code: string, language: string): string | undefined => {
    const module = languageModule(language)
    if (!module) return undefined
    const core = source.core()
    if (!core.getLanguage(module)) {
      const definition = source.language(module)
      if (!definition) return undefined
      core.registerLanguage(module, definition)
    }
    return flatten(core.highlight(code, { language: module, ignoreIllegals: true }).value)
  }

const tag = /<span class="([^"]*)">|<\/span>/g

/** The highlighter nests spans and Pygments does not: each piece of text gets the class of the innermost span that has one. */
function flatten(html: string): string {
  const classes: (string | undefined)[] = []
  let result = ''
  let position = 0
  const addText = (end: number): void => {
    const className = classes.at(-1)
    const text = html.slice(position, end).replaceAll('&quot;', '"').replaceAll('&#x27;', "'")
    if (text !== '') result += className ? `<span class="${className}">${text}</span>` : text
  }
  for (const match of html.matchAll(tag)) {
    addText(match.index)
    position = match.index + match[0].length
    if (match[1] === undefined) classes.pop()
    else classes.push(classOf(match[1]) ?? classes.at(-1))
  }
  addText(html.length)
  return result
}

/** `hljs-title function_` and the like; an embedded language has none. */
function classOf(className: string): string | undefined {
  if (!className.startsWith('hljs-')) return undefined
  const scope = className.slice('hljs-'.length)
  return pygmentsClasses[scope] ?? pygmentsClasses[scope.split(' ', 1)[0]!]
}
