import { activeUsers } from '../../accounts/find.ts'
import type { UploadPart } from '../../api/route.ts'
import type { Trx } from '../../database/connection.ts'
import { type RealmPicture, realmPictureSource, realmPictures, realmPictureUrl, setRealmPicture } from '../../realm/pictures.ts'
import { emit } from '../../realtime/emit.ts'
import { discardBlobs } from '../blob-queries.ts'
import type { InTransaction } from '../files/receive.ts'
import { drawSquare, drawWithin } from '../images/draw.ts'
import { newKey } from '../keys.ts'
import { uploadLimits } from '../limits.ts'
import type { Uploads } from '../uploads.ts'
import { receivePicture } from './receive.ts'

const { max_icon_file_size_mib, max_logo_file_size_mib } = uploadLimits

/** @returns its address. @throws ApiError when it is too large or no picture */
export async function receiveRealmPicture(
  uploads: Uploads,
  inTransaction: InTransaction,
  picture: RealmPicture,
  part: UploadPart,
): Promise<string> {
  const isIcon = picture === 'organizationIcon'
  const draw = (file: string): Promise<Buffer> => (isIcon ? drawSquare(file, 100) : drawWithin(file, 800, 100))
  const card = { class: picture, contentType: 'image/png' }
  return await receivePicture(
    uploads,
    inTransaction,
    { part, limitMib: isIcon ? max_icon_file_size_mib : max_logo_file_size_mib },
    async (file) => [{ ...card, key: newKey(picture, '.png'), bytes: await draw(file) }],
    (trx, [key]) => replaceRealmPicture(trx, picture, key!, uploads.now()),
  )
}

/** Shows this file from now on, or with null what we draw; everyone hears of it. @returns its new address */
export async function replaceRealmPicture(trx: Trx, picture: RealmPicture, key: string | null, now: number): Promise<string> {
  const { realm, keyBefore } = await setRealmPicture(trx, picture, key)
  if (keyBefore) await discardBlobs(trx, [keyBefore], now)
  const { property } = realmPictures[picture]
  const kind = property === 'icon' ? 'icon' : 'logo'
  const url = realmPictureUrl(realm, picture)
  const data = { [`${kind}_url`]: url, [`${kind}_source`]: realmPictureSource(realm, picture) }
  const everyone = (await activeUsers(trx)).map(({ id }) => id)
  emit(trx, { type: 'realm', op: 'update_dict', property, data }, everyone)
  return url
}
