import { Cloud, Folder, HardDrive, type LucideIcon } from 'lucide-react'
import type { BackupStatus } from '../../../../server/control/contract.ts'

export type Place = BackupStatus['destinations'][number]

/** The folder in the data folder itself is called so everywhere. */
export const localName = 'local'

export const placeIcon: Readonly<Record<Place['kind'], LucideIcon>> = { local: HardDrive, folder: Folder, bucket: Cloud }

export const placeName = ({ name, kind }: Pick<Place, 'name' | 'kind'>): string => (kind === 'local' ? 'This computer' : name)

/** Ends sentences: a backup *to this computer*, *to USB stick*. */
export const toPlace = (status: BackupStatus, name: string): string => {
  const place = status.destinations.find((one) => one.name === name)
  return !place || place.kind === 'local' ? 'this computer' : `“${place.name}”`
}
