import { useState } from 'react'
import { SelectField, Switch, TextField } from '../../ui/index.ts'
import { type Draft, type DraftProblems, filledBy, type Provider, withAddress } from './draft.ts'

interface FieldsProps {
  readonly draft: Draft
  readonly providers: readonly Provider[]
  readonly problems: DraftProblems
  readonly isSecretStored: boolean
  readonly onChange: (draft: Draft) => void
}

/** Where the bucket is and what opens it. Choosing the provider fills in what it already says. */
export function BucketFields({ draft, providers, problems, isSecretStored, onChange }: FieldsProps) {
  const provider = providers.find(({ id }) => id === draft.provider)!
  const text = (name: 'endpoint' | 'bucket' | 'accessKeyId' | 'secret') => ({
    value: draft[name],
    error: problems[name],
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => onChange({ ...draft, [name]: event.target.value.trim() }),
  })
  const choose = (id: string): void => onChange(filledBy(providers.find((one) => one.id === id)!, draft))
  return (
    <>
      <div className="form-grid">
        <SelectField label="Provider" value={draft.provider} hint={provider.note} onChange={({ target }) => choose(target.value)}>
          {providers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <RegionField key={provider.id} draft={draft} provider={provider} error={problems.region} onChange={onChange} />
        {provider.endpoint?.includes('{account}') && (
          <TextField
            label="Account"
            value={draft.account}
            hint="Completes the endpoint. The provider shows it beside your buckets."
            spellCheck={false}
            onChange={({ target }) => onChange(withAddress(provider, { ...draft, account: target.value.trim() }))}
          />
        )}
        {provider.endpoint !== null && (
          <TextField
            label="Endpoint"
            inputMode="url"
            placeholder={provider.endpoint.replace(/[{}]/g, '') || 'https://storage.example.org'}
            {...text('endpoint')}
          />
        )}
        <TextField label="Bucket" placeholder="our-files" {...text('bucket')} />
      </div>
      <div className="form-grid">
        <TextField label="Access key" autoComplete="off" {...text('accessKeyId')} />
        <TextField
          label="Secret key"
          type="password"
          autoComplete="new-password"
          placeholder={isSecretStored ? 'Stored. Leave empty to keep it' : undefined}
          {...text('secret')}
        />
      </div>
    </>
  )
}

const another = 'another region'

/** A choice where the provider's regions are known, and free text for those that are not. */
function RegionField({ draft, provider, error, onChange }: Pick<FieldsProps, 'draft' | 'onChange'> & RegionOf) {
  const [isTyped, setIsTyped] = useState(provider.regions.length < 2 || !provider.regions.includes(draft.region))
  const set = (region: string): void => {
    const wasFilled = draft.endpoint === withAddress(provider, draft).endpoint
    onChange(wasFilled ? withAddress(provider, { ...draft, region }) : { ...draft, region })
  }
  if (isTyped || !provider.regions.includes(draft.region)) {
    return (
      <TextField
        label="Region"
        value={draft.region}
        error={error}
        spellCheck={false}
        autoFocus={isTyped && provider.regions.length > 1 && draft.region === ''}
        onChange={({ target }) => set(target.value.trim())}
      />
    )
  }
  return (
    <SelectField
      label="Region"
      value={draft.region}
      onChange={({ target }) => {
        setIsTyped(target.value === another)
        set(target.value === another ? '' : target.value)
      }}
    >
      {provider.regions.map((region) => (
        <option key={region}>{region}</option>
      ))}
      <option value={another}>Another region…</option>
    </SelectField>
  )
}

interface RegionOf {
  readonly provider: Provider
  readonly error: string | undefined
}

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
