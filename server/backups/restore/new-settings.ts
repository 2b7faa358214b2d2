import { networkInterfaces } from 'node:os'
import type { Settings } from '../../config/settings.ts'
import type { StorageSettings } from '../../config/storage-settings.ts'

export interface Merging {
  readonly present: Readonly<Settings>
  /** `landline.json` of the snapshot, those keys included that we do not know. */
  readonly snapshot: Readonly<Record<string, unknown>>
  /** Whether the snapshot is of this very Landline. */
  readonly isOurs: boolean
  readonly keepNetworkSettings: boolean
}

/**
 * The settings after a restore: the snapshot's, except what is about this computer. Where this Landline goes back in its own
 * history, where its backups go, which keys open them and how to reach its buckets stay as they are now: an older state must not
 * take that away.
 */
export function mergeSettings({ present, snapshot, isOurs, keepNetworkSettings }: Merging) {
  const notes: string[] = []
  const merged: Record<string, unknown> = {
    ...snapshot,
    ...(keepNetworkSettings ? networkOf(present) : ownHost(snapshot, notes)),
    movedTo: null, // whatever the snapshot knew of that: the chat is here
    secretStore: present.secretStore === 'file' ? 'file' : null,
    keychainName: null,
  }
  if (isOurs) {
    const storage = snapshot.storage as StorageSettings | undefined
    const buckets = { ...storage?.buckets, ...present.storage.buckets }
    merged.storage = { ...(keepNetworkSettings ? present.storage : (storage ?? present.storage)), buckets }
    merged.backups = present.backups
  }
  return { settings: merged, notes }
}

export const networkOf = ({ port, openToNetwork, host, publicUrl, tls }: Readonly<Settings>) => ({
  port,
  openToNetwork,
  host,
  publicUrl,
  tls,
})

/** An address of the other computer would keep this one from starting. */
function ownHost({ host }: Readonly<Record<string, unknown>>, notes: string[]): { host?: null } {
  if (typeof host !== 'string' || host === 'localhost') return {}
  const own = Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address))
  if (['0.0.0.0', '::', ...own].includes(host)) return {}
  notes.push(`It listened on ${host}, which is no address of this computer; now it listens as “openToNetwork” says.`)
  return { host: null }
}
