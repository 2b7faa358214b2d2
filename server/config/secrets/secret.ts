import { inspect } from 'node:util'

const shown = '[secret]'

/** A value that must not be printed, logged or sent. However it is turned into text it says `[secret]`; only `reveal()` tells. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value, for the one line that needs it. Never keep it in a variable that may be logged. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  [Symbol.toPrimitive](): string {
    return shown
  }

  [inspect.custom](): string {
    return shown
  }
}
