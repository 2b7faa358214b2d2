import './restore.css'
import { type FormEvent, useEffect, useState } from 'react'
import { BucketFields } from '../bucket/bucket-fields.tsx'
import { bucketOf, type Draft, type DraftProblems, emptyDraft, type Provider, problemsOf } from '../bucket/draft.ts'
import { MoreFields } from '../bucket/more-fields.tsx'
import { sayWhy } from '../line/problems.ts'
import { Button, Notice, PathField, SelectField, TextField } from '../ui/index.ts'
import type { Repository, RestoreControl, RestoreSource } from './types.ts'

interface SourceFormProps {
  readonly control: RestoreControl
  readonly chooseFolder?: (() => Promise<string | null>) | undefined
  readonly onFound: (source: RestoreSource, repository: Repository) => void
  readonly onBack: () => void
}

/** Where the backups are that somebody brings along, and the key that opens them; asked for only where they are sealed. */
export function SourceForm({ control, chooseFolder, onFound, onBack }: SourceFormProps) {
  const place = usePlace(control)
  const [key, setKey] = useState('')
  const [needsKey, setNeedsKey] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  const look = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const where = place.source()
    if (!where) return
    setIsBusy(true)
    setProblem(undefined)
    try {
      const source = { ...where, ...(key.trim() !== '' && { key: key.trim() }) }
      const repository = await control.restores.list(source)
      if (repository.needsKey) setNeedsKey(true)
      else onFound(source, repository)
    } catch (error) {
      setProblem(sayWhy(error))
    } finally {
      setIsBusy(false)
    }
  }
  const forget = (): void => {
    setNeedsKey(false)
    setProblem(undefined)
  }
  return (
    <form className="form" onSubmit={look} noValidate>
      <PlaceFields place={place} chooseFolder={chooseFolder} onChange={forget} />
      {(needsKey || key !== '') && (
        <TextField
          label="Recovery key"
          className="key-input"
          placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"
          hint="These backups are encrypted. The key is on the recovery kit that was printed or saved when it was made."
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={key}
          onChange={({ target }) => setKey(target.value)}
        />
      )}
      {problem && <Notice kind="problem">{problem}</Notice>}
      <div className="form-buttons">
        <Button look="quiet" size="l" onClick={onBack}>
          Back
        </Button>
        <Button look="primary" size="l" type="submit" busy={isBusy} disabled={needsKey && key.trim() === ''}>
          {needsKey ? 'Open' : 'Look what is there'}
        </Button>
      </div>
    </form>
  )
}

type PlaceState = ReturnType<typeof usePlace>

/** A folder or a bucket, as it is typed. */
function usePlace(control: RestoreControl) {
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
  readonly place: PlaceState
  readonly chooseFolder: SourceFormProps['chooseFolder']
  /** What was found belongs to another place. */
  readonly onChange: () => void
}

function PlaceFields({ place, chooseFolder, onChange }: PlaceFieldsProps) {
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
