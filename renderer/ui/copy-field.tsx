import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { Field } from './field.tsx'

/** A value to hand on: an address, an invitation link. Shows that it was copied. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])

  return (
    <Field label={label} hint={hint}>
      {(described) => (
        <div className="copy-field">
          <input {...described} className="input" readOnly value={value} onFocus={(event) => event.target.select()} />
          <Button icon={copied ? Check : Copy} onClick={() => copyText(value).then(() => setCopied(true))}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        </div>
      )}
    </Field>
  )
}

/** Copies text also on plain HTTP, where browsers offer no clipboard API. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  const host = document.querySelector('dialog[open]') ?? document.body // outside an open dialog nothing can be selected
  host.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
