declare module 'libheif-js/wasm-bundle.js' {
  export interface HeifImage {
    /** As it is shown: after the turns that the file asks for. */
    get_width(): number
    get_height(): number
    is_primary(): boolean
    /** Fills `data` with RGBA; answers null where the picture is damaged. */
    display(into: { data: Uint8ClampedArray; width: number; height: number }, done: (filled: object | null) => void): void
  }
  const libheif: {
    readonly ready: Promise<unknown>
    HeifDecoder: new () => { decode(file: Uint8Array): HeifImage[] }
  }
  export default libheif
}
