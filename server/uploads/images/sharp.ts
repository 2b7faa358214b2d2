type Sharp = typeof import('sharp')['default']

let loaded: Promise<Sharp> | undefined

/** The image library, loaded when the first picture needs it: it costs memory that a quiet server can do without. */
export function sharp(): Promise<Sharp> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Sharp> {
  const { default: library } = await import('sharp')
  library.cache(false) // each picture is drawn once
  library.concurrency(1) // `inTurn` decides how many at a time
  // Other decoders are less well tried against hostile files. Ours for drawings is SVG, which never comes from outside.
  library.block({ operation: ['VipsForeignLoad'] })
  library.unblock({
    operation: ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Tiff', 'Heif', 'Svg'].map((name) => `VipsForeignLoad${name}`),
  })
  return library
}
