import { FolderOpen } from 'lucide-react'
import { Button } from './button.tsx'
import { Field } from './field.tsx'

interface PathFieldProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly onChange: (path: string) => void
  /** Asks for a folder as the system does, where it can; null where nobody chose one. */
  readonly choose?: (() => Promise<string | null>) | undefined
}

/** A folder of the computer that Landline runs on, chosen or typed. */
export function PathField({ label, value, placeholder, hint, error, onChange, choose }: PathFieldProps) {
  const ask = async (): Promise<void> => {
    const folder = await choose?.()
    if (folder) onChange(folder)
  }
  return (
    <Field label={label} hint={hint} error={error}>
      {(described) => (
        <div className="copy-field">
          <input
            {...described}
            type="text"
            className="input"
            data-autofocus
            spellCheck={false}
            autoComplete="off"
            placeholder={placeholder}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
          {choose && (
            <Button icon={FolderOpen} onClick={ask}>
              Choose…
            </Button>
          )}
        </div>
      )}
    </Field>
  )
}
