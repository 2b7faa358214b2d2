import type { StorageStatus } from '../../../server/control/contract.ts'
import type { Bucket } from '../../bucket/draft.ts'
import { count, inBytes } from '../../ui/words.ts'

export type Place = StorageStatus['stores'][number]
export type { Bucket }
export interface Tally {
  readonly files: number
  readonly bytes: number
}

export const placeOf = (storage: StorageStatus, id: string | null): Place | undefined =>
  storage.stores.find((place) => place.id === id)

/** Ends sentences: files are …, files move …. */
export const inPlace = ({ bucket }: Place): string => (bucket ? `in the bucket ${bucket.bucket}` : 'on this computer')
export const toPlace = ({ bucket }: Place): string => (bucket ? `to the bucket ${bucket.bucket}` : 'to this computer')

export const placeName = ({ bucket }: Place): string => (bucket ? `Bucket ${bucket.bucket}` : 'This computer')

/** Whom the files are entrusted to: `s3.fr-par.scw.cloud`. */
export const providerHost = ({ endpoint, region }: Bucket): string =>
  endpoint === null ? `Amazon S3, ${region}` : (URL.parse(endpoint)?.host ?? endpoint)

/** The same files under the same names, whoever's key opens them. */
export const isSamePlace = (a: Bucket, b: Bucket): boolean =>
  a.endpoint === b.endpoint && a.bucket === b.bucket && a.avatarsBucket === b.avatarsBucket && a.prefix === b.prefix

/** All that is anywhere else than in these places. */
export function elsewhere(storage: StorageStatus, id: string | undefined): Tally {
  const others = storage.stores.filter((place) => place.id !== id)
  return {
    files: others.reduce((sum, { files }) => sum + files, 0),
    bytes: others.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** `12,340 files, 8.2 GB` */
export const tallyInWords = ({ files, bytes }: Tally): string => `${count(files, 'file', 'files')}, ${inBytes(bytes)}`
