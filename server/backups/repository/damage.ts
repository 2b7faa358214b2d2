/** A piece of a repository is missing, or is not what its name says. */
export class ChunkDamaged extends Error {
  readonly chunk: string
  readonly why: string

  constructor(name: string, why: string, options?: ErrorOptions) {
    super(`chunk ${name} is damaged: ${why}`, options)
    this.name = 'ChunkDamaged'
    this.chunk = name
    this.why = why
  }
}

/** A file of a snapshot is not what it was when that was taken. */
export class FileDamaged extends Error {
  readonly path: string
  readonly why: string

  constructor(name: string, why: string) {
    super(`${name} is damaged: ${why}`)
    this.name = 'FileDamaged'
    this.path = name
    this.why = why
  }
}
