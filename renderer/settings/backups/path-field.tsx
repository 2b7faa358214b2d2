import { FolderOpen } from 'lucide-react'
import { Button, Field } from '../../ui/index.ts'
import { desktop } from '../line/desktop.ts'

interface PathFieldProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly onChange: (path: string) => void
}

/** A folder of the computer that Landline runs on: chosen as the system lets one choose, where it can, or typed. */
export function PathField({ label, value, placeholder, hint, error, onChange }: PathFieldProps) {
  const bridge = desktop
  const choose = async (): Promise<void> => {
    const folder = await bridge?.chooseFolder()
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
          {bridge && (
            <Button icon={FolderOpen} onClick={choose}>
              Choose…
            </Button>
          )}
        </div>
      )}
    </Field>
  )
}
