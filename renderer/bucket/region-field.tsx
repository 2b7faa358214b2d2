import { useState } from 'react'
import { SelectField, TextField } from '../ui/index.ts'
import { type Draft, type Provider, withAddress } from './draft.ts'

interface RegionFieldProps {
  readonly draft: Draft
  readonly provider: Provider
  readonly error: string | undefined
  readonly onChange: (draft: Draft) => void
}

const another = 'another region'

/** A choice where the provider's regions are known, and free text for those that are not. */
export function RegionField({ draft, provider, error, onChange }: RegionFieldProps) {
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
