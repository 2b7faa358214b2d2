import type { KatexOptions } from 'katex'

interface Katex {
  renderToString(tex: string, options?: KatexOptions): string
}

/** KaTeX as Zulip uses it. `undefined` for TeX that it does not understand. */
export const texRenderer =
  (katex: Katex) =>
  (tex: string, display: boolean): string | undefined => {
    try {
      return katex.renderToString(tex, {
        displayMode: display,
        throwOnError: true,
        strict: 'ignore',
        maxSize: 50,
        maxExpand: 200,
        trust: false,
      })
    } catch {
      return undefined
    }
  }
