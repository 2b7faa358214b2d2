/*
 * Two scripts that Chromium runs in every new document, before the page's own: `pageWorld` in the page's world, and
 * `preloadWorld`, with the preload script inside it, in an isolated world. They share the document and nothing else, so
 * what crosses is text in DOM events (which are synchronous) and, through the preload's own `postMessage`, real ports.
 * Both are sent as source text: they may use nothing from outside themselves.
 */

/** What a preload exposes, with functions replaced by their mark. */
export type Shape = { readonly function: true } | { readonly value: unknown } | { readonly object: Record<string, Shape> }

/** Sets what the preload exposes as globals of the page, with functions that call across. */
export function pageWorld(secret: string): void {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const callbacks: ((...values: unknown[]) => unknown)[] = []
  let lastCall = 0
  let answer: { promise?: true; value?: unknown; error?: string } = {}

  const callAcross = (path: string[], values: unknown[]): unknown => {
    const id = ++lastCall
    const sent = values.map((value) =>
      typeof value === 'function' ? { callback: callbacks.push(value as never) - 1 } : { value },
    )
    window.dispatchEvent(new CustomEvent(`${secret}-call`, { detail: JSON.stringify({ id, path, values: sent }) }))
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.promise ? new Promise((resolve, reject) => pending.set(id, { resolve, reject })) : answer.value
  }
  const build = (shape: Shape, path: string[]): unknown => {
    if ('value' in shape) return shape.value
    if ('function' in shape) return (...values: unknown[]) => callAcross(path, values)
    return Object.freeze(
      Object.fromEntries(Object.entries(shape.object).map(([key, inner]) => [key, build(inner, [...path, key])])),
    )
  }
  const hear = (name: string, listener: (detail: never) => void): void =>
    window.addEventListener(`${secret}-${name}`, (event) => listener(JSON.parse((event as CustomEvent<string>).detail) as never))

  hear('expose', ({ key, shape }: { key: string; shape: Shape }) =>
    Object.defineProperty(window, key, { value: build(shape, [key]), enumerable: true }),
  )
  hear('answer', (given: typeof answer) => {
    answer = given
  })
  hear('settle', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    if (error === undefined) pending.get(id)?.resolve(value)
    else pending.get(id)?.reject(new Error(error))
    pending.delete(id)
  })
  hear('callback', ({ callback, values }: { callback: number; values: unknown[] }) => callbacks[callback]?.(...values))
}

/** Runs the preload with `contextBridge` and `ipcRenderer`, as a sandboxed preload's `require('electron')` has them. */
export function preloadWorld(
  secret: string,
  subframesToo: boolean,
  preload: (require: (name: string) => unknown, process: unknown) => void,
): void {
  if (window !== window.top && !subframesToo) return
  type Listener = (...values: unknown[]) => unknown
  const world = globalThis as unknown as { toMain(text: string): void; fromMain(message: FromMain): void }
  type FromMain =
    | { channel: string; values: unknown[] }
    | { invoked: number; value?: unknown; error?: string }
    | { port: number; data: string }
    | { port: number; closed: true }
  const toMain = (message: unknown): void => world.toMain(JSON.stringify(message))

  const listeners = new Map<string, Set<Listener>>()
  const invoked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const ports = new Map<number, MessagePort>()
  let lastNumber = 0

  /** JSON carries no bytes: text, bytes and everything else each get a letter in front. */
  const pack = (data: unknown): string => {
    if (typeof data === 'string') return `s${data}`
    if (!(data instanceof ArrayBuffer) && !ArrayBuffer.isView(data)) return `j${JSON.stringify(data)}`
    const bytes =
      data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    return `b${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
  }
  const unpack = (packed: string): unknown => {
    const rest = packed.slice(1)
    if (packed[0] === 's') return rest
    return packed[0] === 'b' ? Uint8Array.from(atob(rest), (letter) => letter.charCodeAt(0)) : JSON.parse(rest)
  }
  const lend = (port: MessagePort): number => {
    const number = ++lastNumber
    ports.set(number, port)
    port.addEventListener('message', (event) => toMain({ port: number, data: pack(event.data) }))
    port.addEventListener('close', () => ports.delete(number) && toMain({ port: number, closed: true }))
    port.start()
    return number
  }
  const listenersOf = (channel: string): Set<Listener> => {
    const known = listeners.get(channel) ?? new Set()
    listeners.set(channel, known)
    return known
  }

  world.fromMain = (message) => {
    if ('channel' in message) {
      for (const listener of listenersOf(message.channel)) listener({ sender: ipcRenderer, ports: [] }, ...message.values)
    } else if ('invoked' in message) {
      if (message.error === undefined) invoked.get(message.invoked)?.resolve(message.value)
      else invoked.get(message.invoked)?.reject(new Error(message.error))
      invoked.delete(message.invoked)
    } else if ('closed' in message) {
      ports.get(message.port)?.close()
      ports.delete(message.port)
    } else ports.get(message.port)?.postMessage(unpack(message.data))
  }

  const ipcRenderer = {
    send: (channel: string, ...values: unknown[]) => toMain({ send: channel, values }),
    invoke: (channel: string, ...values: unknown[]) =>
      new Promise((resolve, reject) => {
        invoked.set(++lastNumber, { resolve, reject })
        toMain({ invoke: channel, number: lastNumber, values })
      }),
    postMessage: (channel: string, value: unknown, transfer: MessagePort[] = []) =>
      toMain({ send: channel, values: [value], ports: transfer.map(lend) }),
    on: (channel: string, listener: Listener) => {
      listenersOf(channel).add(listener)
    },
    off: (channel: string, listener: Listener) => {
      listenersOf(channel).delete(listener)
    },
  }

  const tell = (name: string, detail: unknown): void => {
    window.dispatchEvent(new CustomEvent(`${secret}-${name}`, { detail: JSON.stringify(detail) }))
  }
  const exposed: Record<string, unknown> = {}
  const shapeOf = (value: unknown): unknown => {
    if (typeof value === 'function') return { function: true }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { value }
    return { object: Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)])) }
  }
  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown): void {
      exposed[key] = api
      tell('expose', { key, shape: shapeOf(api) })
    },
  }
  const plain = (error: unknown): string => (error instanceof Error ? error.message : String(error))
  type Call = { id: number; path: string[]; values: ({ value: unknown } | { callback: number })[] }
  window.addEventListener(`${secret}-call`, (event) => {
    const { id, path, values } = JSON.parse((event as CustomEvent<string>).detail) as Call
    try {
      const called = path.reduce((inner, key) => (inner as Record<string, unknown>)[key], exposed as unknown) as Listener
      const received = values.map((sent) =>
        'callback' in sent ? (...given: unknown[]) => tell('callback', { callback: sent.callback, values: given }) : sent.value,
      )
      const result = called(...received)
      if (!(result instanceof Promise)) return tell('answer', { value: result })
      result.then(
        (value) => tell('settle', { id, value }),
        (error) => tell('settle', { id, error: plain(error) }),
      )
      tell('answer', { promise: true })
    } catch (error) {
      tell('answer', { error: plain(error) })
    }
  })

  const require = (name: string): unknown => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error(`module not found: ${name}`) // a sandboxed preload has electron and little else
  }
  preload(require, { platform: 'linux', contextIsolated: true, sandboxed: true })
}
