import type { Draft } from '../../../bucket/draft.ts'
import { SelectField } from '../../../ui/index.ts'

const deliveries = {
  proxy: 'Works wherever Landline does, and keeps what is read often on this computer.',
  redirect: 'Saves this computer’s line. Every person’s computer must reach the provider; an address works for a minute.',
}

export function DeliveryField(props: { delivery: Draft['delivery']; onChange: (delivery: Draft['delivery']) => void }) {
  return (
    <SelectField
      label="How people get files from the bucket"
      value={props.delivery}
      hint={deliveries[props.delivery]}
      onChange={({ target }) => props.onChange(target.value as Draft['delivery'])}
    >
      <option value="proxy">Through Landline</option>
      <option value="redirect">Straight from the provider</option>
    </SelectField>
  )
}
