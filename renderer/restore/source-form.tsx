import './restore.css'
import { type FormEvent, useState } from 'react'
import type { Repository, RestoreSource } from '../../server/control/contract.ts'
import { sayWhy } from '../line/problems.ts'
import { Button, Notice, TextField } from '../ui/index.ts'
import { PlaceFields, usePlace } from './place-fields.tsx'
import type { RestoreControl } from './types.ts'

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
