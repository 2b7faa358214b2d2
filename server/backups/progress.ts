/** What a work on backups does at the moment: copies files or the database, reads all of it back, or removes what is old. */
export type Stage = 'files' | 'database' | 'reading back' | 'tidying up'

/** Tells how far a stage is, in bytes; `of` is 0 where nobody knows. */
export type Report = (stage: Stage, done: number, of: number) => void

/** The same bytes, each piece of them told. */
export async function* counted(body: AsyncIterable<Buffer>, tell: (done: number) => void): AsyncIterable<Buffer> {
  let done = 0
  for await (const piece of body) {
    yield piece
    done += piece.length
    tell(done)
  }
}
