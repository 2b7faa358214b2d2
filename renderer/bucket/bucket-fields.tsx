import { SelectField, TextField } from '../ui/index.ts'
import { type Draft, type DraftProblems, filledBy, type Provider, withAddress } from './draft.ts'
import { RegionField } from './region-field.tsx'

export interface FieldsProps {
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
