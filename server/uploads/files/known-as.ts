import { findUsers } from '../../accounts/find.ts'
import type { Db } from '../../database/connection.ts'
import { namesOf } from './queries.ts'

/** How people know a stored file. */
export interface KnownAs {
  /** Null for what is no message's file, like an avatar. */
  readonly filename: string | null
  /** Who uploaded it. */
  readonly uploader: string | null
}

const atOnce = 500

/** Adds to stored files what people call them; a smaller version of a picture has the picture's name. */
export async function named<T extends { readonly key: string }>(db: Db, files: readonly T[]): Promise<(T & KnownAs)[]> {
  const known: (T & KnownAs)[] = []
  for (let at = 0; at < files.length; at += atOnce) {
    const some = files.slice(at, at + atOnce)
    const names = await namesOf(
      db,
      some.map(({ key }) => key),
    )
    const people = await findUsers(db, [...new Set(names.map(({ ownerId }) => ownerId))])
    for (const file of some) {
      const name = names.find(({ key }) => key === file.key)
      const uploader = people.find(({ id }) => id === name?.ownerId)?.fullName ?? null
      known.push({ ...file, filename: name?.filename ?? null, uploader })
    }
  }
  return known
}
