import { useEffect, useState } from 'react'
import type { RestoreSource } from '../../server/control/contract.ts'
import { BucketFields } from '../bucket/bucket-fields.tsx'
import { bucketOf, type Draft, type DraftProblems, emptyDraft, type Provider, problemsOf } from '../bucket/draft.ts'
import { MoreFields } from '../bucket/more-fields.tsx'
import { PathField, SelectField } from '../ui/index.ts'
import type { RestoreControl } from './types.ts'

/** A folder or a bucket, as it is typed. */
export function usePlace(control: RestoreControl) {
  const [kind, setKind] = useState<'folder' | 'bucket'>('folder')
  const [folder, setFolder] = useState('')
  const [providers, setProviders] = useState<readonly Provider[]>([])
  const [draft, setDraft] = useState<Draft>()
  const [problems, setProblems] = useState<DraftProblems & { readonly folder?: string }>({})
  useEffect(() => {
    control.restores.providers().then(setProviders, () => {})
  }, [control])
  const current = draft ?? (providers[0] && emptyDraft(providers[0]))

  /** Undefined where something is missing, which then is said beside it. */
  const source = (): RestoreSource | undefined => {
    const provider = providers.find(({ id }) => id === current?.provider)
    const found =
      kind === 'folder'
        ? folder.trim() === '' && { folder: 'Name the folder that the backups are in.' }
        : current && provider && problemsOf(current, provider, false)
    setProblems(found || {})
    if (found && Object.keys(found).length > 0) return undefined
    if (kind === 'folder') return { folder: folder.trim() }
    return current && { bucket: bucketOf(current), secret: current.secret }
  }
  return { kind, setKind, folder, setFolder, providers, draft: current, setDraft, problems, source }
}

interface PlaceFieldsProps {
  readonly place: ReturnType<typeof usePlace>
  readonly chooseFolder: (() => Promise<string | null>) | undefined
  /** What was found belongs to another place. */
  readonly onChange: () => void
}

export function PlaceFields({ place, chooseFolder, onChange }: PlaceFieldsProps) {
  const { kind, providers, draft, problems } = place
  return (
    <>
      <SelectField
        label="Where the backups are"
        value={kind}
        onChange={({ target }) => {
          place.setKind(target.value as typeof kind)
          onChange()
        }}
      >
        <option value="folder">In a folder: a USB stick, a disk, a NAS</option>
        <option value="bucket">In a bucket: Amazon, Hetzner and others</option>
      </SelectField>
      {kind === 'folder' && (
        <PathField
          label="Folder"
          value={place.folder}
          placeholder="/media/usb-stick/landline"
          hint="On this computer, or a drive connected to it. It has the file repository.json in it."
          error={problems.folder}
          choose={chooseFolder}
          onChange={(folder) => {
            place.setFolder(folder)
            onChange()
          }}
        />
      )}
      {kind === 'bucket' && draft && (
        <>
          <BucketFields
            draft={draft}
            providers={providers}
            problems={problems}
            isSecretStored={false}
            onChange={place.setDraft}
          />
          <MoreFields draft={draft} problems={problems} onChange={place.setDraft} />
        </>
      )}
    </>
  )
}
