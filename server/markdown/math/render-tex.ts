import type { KatexOptions } from 'katex'

interface Katex {
  renderToString(tex: string, options?: KatexOptions): string
}

const definition =
  /\\(?:[gex]?def|let|futurelet|global|long|expandafter|(?:re|provide)?newcommand|renewcommand|providecommand)(?![a-z])/i

/**
 * How many commands may stand for others. Without definitions of its own TeX can write few; with them two lines grow to
 * millions, so their number goes down as the TeX gets longer.
 */
const mostExpansions = (tex: string): number => (definition.test(tex) ? Math.floor(10_000 / tex.length) : 1000)

/** KaTeX as Zulip uses it. `undefined` for TeX that it does not understand. */
export const texRenderer =
  (katex: Katex) =>
  (tex: string, display: boolean): string | undefined => {
    const { warn } = console
    console.warn = () => {} // KaTeX warns of characters without metrics by quoting them: messages are none of the log's business
    try {
      return katex.renderToString(tex, {
        displayMode: display,
        strict: 'ignore',
        maxSize: 50,
        maxExpand: mostExpansions(tex),
        trust: false,
      })
    } catch {
      return undefined
    } finally {
      console.warn = warn
    }
  }
