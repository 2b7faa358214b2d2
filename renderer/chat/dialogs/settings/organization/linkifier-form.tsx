import { useState } from 'react'
import { Button, Notice, TextField, useSubmit } from '../../../../ui/index.ts'
import { saveLinkifier } from '../../../api/organization.ts'
import type { Linkifier } from '../../../api/types.ts'

/** Adds a linkifier, or changes the one given. What is wrong with it, the server says. */
export function LinkifierForm({ linkifier, onDone }: { linkifier: Linkifier | undefined; onDone: () => void }) {
  const [pattern, setPattern] = useState(linkifier?.pattern ?? '')
  const [template, setTemplate] = useState(linkifier?.url_template ?? '')
  const { busy, problem, submit } = useSubmit(
    () => saveLinkifier({ id: linkifier?.id, pattern, url_template: template }),
    () => {
      setPattern('')
      setTemplate('')
      onDone()
    },
  )
  return (
    <form className="form" onSubmit={submit}>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <div className="form-row">
        <TextField
          label="Pattern"
          placeholder="#(?P<id>[0-9]+)"
          hint="A regular expression. Give the parts that the address needs a name."
          value={pattern}
          onChange={(event) => setPattern(event.target.value)}
        />
        <TextField
          label="Address template"
          placeholder="https://tracker.example.com/issues/{id}"
          hint="Names in braces are filled in with what the pattern found."
          value={template}
          onChange={(event) => setTemplate(event.target.value)}
        />
      </div>
      <div className="form-actions">
        <Button type="submit" busy={busy} disabled={!pattern.trim() || !template.trim()}>
          {linkifier ? 'Save link' : 'Add link'}
        </Button>
        {linkifier && (
          <Button look="quiet" onClick={onDone}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  )
}
