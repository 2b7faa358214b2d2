import { useEffect, useState } from 'react'
import type { RestoreChoice, RestorePreview } from '../../../../server/control/contract.ts'
import { Notice, Switch, TextField } from '../../../ui/index.ts'

interface ConfirmFieldsProps {
  readonly preview: RestorePreview
  readonly choice: RestoreChoice & { readonly what: 'everything' }
  readonly onChange: (choice: RestoreChoice) => void
  readonly onConfirmed: (isConfirmed: boolean) => void
}

/** Nobody replaces a whole organization by a slip of the hand: its name has to be typed. */
export function ConfirmFields({ preview, choice, onChange, onConfirmed }: ConfirmFieldsProps) {
  const { present, network } = preview
  const name = present?.organization ?? null
  const [typed, setTyped] = useState('')
  const isTyped = name === null || typed.trim() === name
  useEffect(() => onConfirmed(isTyped), [isTyped, onConfirmed])
  const isSameNetwork = JSON.stringify(network.present) === JSON.stringify(network.snapshot)
  return (
    <>
      {!isSameNetwork && (
        <Switch
          label="Keep this computer’s network settings"
          hint={
            choice.keepNetworkSettings
              ? `Port ${network.present.port}, as now. People find Landline where it is now.`
              : `Port ${network.snapshot.port}, as in the backup. Right where this computer takes the place of the old one.`
          }
          checked={choice.keepNetworkSettings}
          onChange={(keepNetworkSettings) => onChange({ ...choice, keepNetworkSettings })}
        />
      )}
      {choice.evenWithoutSafetySnapshot && (
        <Notice kind="problem" title="What is here now will not be backed up first.">
          It could not be read. The folder it lies in is kept for some days, but it may be damaged.
        </Notice>
      )}
      {name !== null && (
        <TextField
          label={`Type “${name}” to confirm`}
          value={typed}
          autoComplete="off"
          hint="Everything that was said after that moment goes. People notice a short interruption, and stay signed in."
          onChange={({ target }) => setTyped(target.value)}
        />
      )}
    </>
  )
}
