/**
 * How much slow work one message may cause, in characters of TeX and of highlighted code: both cost time by length. What goes
 * beyond is shown as it was written, so that no message can hold up the others.
 */
export class Budget {
  #tex = 2000
  #code = 20_000
  /** Something was left as written for lack of budget: readers are told. */
  exceeded = false

  mayRenderTex(tex: string): boolean {
    this.#tex -= tex.length
    return this.#check(this.#tex)
  }

  mayHighlight(code: string): boolean {
    this.#code -= code.length
    return this.#check(this.#code)
  }

  #check(left: number): boolean {
    if (left < 0) this.exceeded = true
    return left >= 0
  }
}
