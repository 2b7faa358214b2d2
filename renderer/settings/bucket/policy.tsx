import { useState } from 'react'
import type { Control } from '../../../server/control/contract.ts'
import { sayWhy } from '../../line/problems.ts'
import { Button, copyText } from '../../ui/index.ts'

interface PolicyProps {
  readonly control: Control
  readonly bucket: string
  readonly avatarsBucket: string | null
  readonly prefix: string
}

type Policies = Awaited<ReturnType<Control['storage']['policy']>>

/** What the provider should let our key do, and no more: JSON to copy. */
export function Policy({ control, bucket, avatarsBucket, prefix }: PolicyProps) {
  const [policies, setPolicies] = useState<Policies | string>()
  const load = async (isOpen: boolean): Promise<void> => {
    setPolicies(undefined)
    if (!isOpen) return
    try {
      setPolicies(await control.storage.policy({ bucket, avatarsBucket, prefix }))
    } catch (error) {
      setPolicies(sayWhy(error))
    }
  }
  return (
    // keyed by its owner: another bucket's policy starts closed
    <details className="more" onToggle={(event) => void load(event.currentTarget.open)}>
      <summary>What the key must be allowed</summary>
      <p className="hint">
        A policy for the provider’s user or key, where it takes policies: these files only, with uploads in parts, and nothing
        else.
      </p>
      {typeof policies === 'string' && <p className="hint">{policies}</p>}
      {typeof policies === 'object' && (
        <>
          <Json label="Policy for the key" text={policies.key} />
          {policies.avatarsBucket && (
            <Json label={`For the bucket ${avatarsBucket}, if everyone may see pictures`} text={policies.avatarsBucket} />
          )}
        </>
      )}
    </details>
  )
}

function Json({ label, text }: { label: string; text: string }) {
  const [isCopied, setIsCopied] = useState(false)
  return (
    <figure className="json">
      <figcaption>
        {label}
        <Button size="s" onClick={() => copyText(text).then(() => setIsCopied(true))}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also for those without a mouse */}
      <pre tabIndex={0}>{text}</pre>
    </figure>
  )
}
