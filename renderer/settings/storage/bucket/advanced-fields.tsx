import type { FieldsProps } from '../../../bucket/bucket-fields.tsx'
import { MoreFields } from '../../../bucket/more-fields.tsx'
import { TextField } from '../../../ui/index.ts'
import { DeliveryField } from './delivery-field.tsx'

/** What most people leave as it is, of a bucket for files. */
export function AdvancedFields(props: Pick<FieldsProps, 'draft' | 'problems' | 'onChange'>) {
  const { draft, problems, onChange } = props
  return (
    <MoreFields
      {...props}
      fields={
        <TextField
          label="Bucket for pictures (optional)"
          value={draft.avatarsBucket}
          error={problems.avatarsBucket}
          spellCheck={false}
          hint="For avatars and emoji, if you want them in a bucket of their own."
          onChange={({ target }) => onChange({ ...draft, avatarsBucket: target.value.trim() })}
        />
      }
    >
      <DeliveryField delivery={draft.delivery} onChange={(delivery) => onChange({ ...draft, delivery })} />
    </MoreFields>
  )
}
