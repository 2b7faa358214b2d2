import type { ReactNode } from 'react'
import { Switch, TextArea, TextField } from '../ui/index.ts'
import type { FieldsProps } from './bucket-fields.tsx'

interface MoreFieldsProps extends Pick<FieldsProps, 'draft' | 'problems' | 'onChange'> {
  /** Text fields of one page alone. */
  readonly fields?: ReactNode
  readonly children?: ReactNode
}

/** What most people leave as it is. */
export function MoreFields({ draft, problems, onChange, fields, children }: MoreFieldsProps) {
  return (
    <details className="more">
      <summary>More choices</summary>
      <div className="form-grid">
        <TextField
          label="Prefix (optional)"
          placeholder="landline/"
          value={draft.prefix}
          spellCheck={false}
          hint="Begins every file’s name, where the bucket is shared with other things."
          onChange={({ target }) => onChange({ ...draft, prefix: target.value })}
        />
        {fields}
        <TextField
          label="Storage class (optional)"
          placeholder="STANDARD"
          value={draft.storageClass}
          error={problems.storageClass}
          spellCheck={false}
          hint="Where the provider keeps files cheaper, and charges for reading them."
          onChange={({ target }) => onChange({ ...draft, storageClass: target.value.trim().toUpperCase() })}
        />
      </div>
      <Switch
        label="Path style"
        hint="The bucket is in the path of addresses, not in the host. Most providers other than Amazon want it."
        checked={draft.pathStyle}
        onChange={(pathStyle) => onChange({ ...draft, pathStyle })}
      />
      <TextArea
        label="Certificate of your own authority (optional)"
        placeholder="-----BEGIN CERTIFICATE-----"
        value={draft.certificateAuthority}
        error={problems.certificateAuthority}
        spellCheck={false}
        hint="Only where the provider’s certificate is signed by an authority that computers do not know, such as your company’s."
        onChange={({ target }) => onChange({ ...draft, certificateAuthority: target.value })}
      />
      {children}
    </details>
  )
}
