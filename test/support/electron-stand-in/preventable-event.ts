/** What Electron passes as the first argument of its events. */
export class PreventableEvent {
  defaultPrevented = false

  constructor(facts: Readonly<Record<string, unknown>> = {}) {
    Object.assign(this, facts)
  }

  preventDefault(): void {
    this.defaultPrevented = true
  }
}
