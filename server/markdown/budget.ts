const longestLine = 200

/**
 * How much slow work one message may cause. KaTeX's time goes with the length of TeX and its cells; some of the highlighter's
 * languages take time by the square of the code, or of its longest line. What goes beyond is shown as it was written: no
 * message may hold up the others.
 */
export class Budget {
  #tex = 2000
  #code = 3500
  /** What linkifiers may still find, and the characters that all of them may still read: none is slow, but there may be many. */
  linkifierMatches = 300
  linkifierCharacters = 150_000
  /** Some TeX was left as written: readers are told. */
  exceeded = false

  mayRenderTex(tex: string): boolean {
    this.#tex -= tex.length + 10 * (tex.split('&').length - 1)
    if (this.#tex < 0) this.exceeded = true
    return this.#tex >= 0
  }

  /** Code without colours is still code: nobody need be told. */
  mayHighlight(code: string): boolean {
    if (code.split('\n').some((line) => line.length > longestLine)) return false
    this.#code -= code.length
    return this.#code >= 0
  }
}
