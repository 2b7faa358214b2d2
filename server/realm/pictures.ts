import type { Trx } from '../database/connection.ts'
import { findRealmRow, type StoredRealm, updateRealmRow } from './queries.ts'

/** The organization's own pictures, by the class of their file. */
export type RealmPicture = 'organizationIcon' | 'dayLogo' | 'nightLogo'

interface Kind {
  /** In addresses: `/user_avatars/1/realm/<leaf>.png`. */
  readonly leaf: string
  /** In events and in names of fields. */
  readonly property: string
  /** What Zulip calls the one that nobody uploaded: `G` of icons, after Gravatar; `D` of logos. */
  readonly ours: string
}

export const realmPictures: Readonly<Record<RealmPicture, Kind>> = {
  organizationIcon: { leaf: 'icon', property: 'icon', ours: 'G' },
  dayLogo: { leaf: 'logo', property: 'logo', ours: 'D' },
  nightLogo: { leaf: 'night_logo', property: 'night_logo', ours: 'D' },
}

export const allRealmPictures = Object.keys(realmPictures) as RealmPicture[]

export interface StoredPicture {
  /** Null for one that we draw. */
  readonly blobKey: string | null
  readonly version: number
}

const none: StoredPicture = { blobKey: null, version: 1 }

export function realmPicture({ pictures }: Pick<StoredRealm, 'pictures'>, picture: RealmPicture): StoredPicture {
  return (JSON.parse(pictures) as Partial<Record<RealmPicture, StoredPicture>>)[picture] ?? none
}

/** Its version makes the address new whenever the picture is. */
export const realmPictureUrl = (realm: Pick<StoredRealm, 'pictures'>, picture: RealmPicture): string =>
  `/user_avatars/1/realm/${realmPictures[picture].leaf}.png?version=${realmPicture(realm, picture).version}`

export const realmPictureSource = (realm: Pick<StoredRealm, 'pictures'>, picture: RealmPicture): string =>
  realmPicture(realm, picture).blobKey ? 'U' : realmPictures[picture].ours

/** `realm_icon_url`, `realm_icon_source` and so on, for /register. */
export function realmPictureFields(realm: Pick<StoredRealm, 'pictures'>): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const picture of allRealmPictures) {
    const { property } = realmPictures[picture]
    fields[`realm_${property}_url`] = realmPictureUrl(realm, picture)
    fields[`realm_${property}_source`] = realmPictureSource(realm, picture)
  }
  return fields
}

/** Shows this file from now on, or with null what we draw. @returns the realm as it is now, and the file of before */
export async function setRealmPicture(trx: Trx, picture: RealmPicture, blobKey: string | null) {
  const realm = (await findRealmRow(trx))!
  const before = realmPicture(realm, picture)
  const stored: StoredPicture = { blobKey, version: before.version + 1 }
  const pictures = JSON.stringify({ ...JSON.parse(realm.pictures), [picture]: stored })
  await updateRealmRow(trx, { pictures })
  return { realm: { ...realm, pictures }, keyBefore: before.blobKey }
}
