import { Switch, TextField } from '../../../ui/index.ts'
import type { FieldsProps } from './bucket-fields.tsx'
import { DeliveryField } from './delivery-field.tsx'

/** What most people leave as it is. */
export function AdvancedFields({ draft, problems, onChange }: Pick<FieldsProps, 'draft' | 'problems' | 'onChange'>) {
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
        <TextField
          label="Bucket for pictures of people (optional)"
          value={draft.avatarsBucket}
          error={problems.avatarsBucket}
          spellCheck={false}
          hint="For avatars and emoji, if you want them in a bucket of their own."
          onChange={({ target }) => onChange({ ...draft, avatarsBucket: target.value.trim() })}
        />
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
      <DeliveryField delivery={draft.delivery} onChange={(delivery) => onChange({ ...draft, delivery })} />
    </details>
  )
}
