import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../../../ui/index.ts'
import { reporting } from '../../../actions/report.ts'
import { orderLinkifiers, removeLinkifier } from '../../../api/organization.ts'
import type { Linkifier } from '../../../api/types.ts'
import { useChat } from '../../../state/store.ts'
import { LinkifierForm } from './linkifier-form.tsx'

/** The patterns that turn text into links: a list, and a form to add one or to change the one that was picked. */
export function Linkifiers() {
  const linkifiers = useChat((state) => state.linkifiers)
  const [changing, setChanging] = useState<number>()
  const picked = linkifiers.find(({ id }) => id === changing)
  const close = () => setChanging((now) => (now === picked?.id ? undefined : now)) // another may have been picked meanwhile
  const move = (from: number, to: number) => {
    const ids = linkifiers.map(({ id }) => id)
    ids.splice(to, 0, ...ids.splice(from, 1))
    return reporting(orderLinkifiers(ids))
  }
  return (
    <section className="form-section">
      <h3>Links that messages make by themselves</h3>
      <p className="form-lead">
        Where a message says <code>#123</code>, readers can click to issue 123 of your tracker. A pattern says what to look for,
        and an address template where it leads. Where two patterns match, the upper one is taken. Messages of before stay as they
        are.
      </p>
      <ul>
        {linkifiers.map((linkifier, index) => (
          <Row
            key={linkifier.id}
            linkifier={linkifier}
            onUp={index > 0 ? () => move(index, index - 1) : undefined}
            onDown={index < linkifiers.length - 1 ? () => move(index, index + 1) : undefined}
            onChange={() => setChanging(linkifier.id)}
          />
        ))}
      </ul>
      <LinkifierForm key={picked?.id ?? 'new'} linkifier={picked} onDone={close} />
    </section>
  )
}

interface RowFacts {
  linkifier: Linkifier
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
  onChange: () => void
}

function Row({ linkifier: { id, pattern, url_template }, onUp, onDown, onChange }: RowFacts) {
  return (
    <li className="linkifier">
      <div className="linkifier-words">
        <span className="truncate">{pattern}</span>
        <span className="truncate">{url_template}</span>
      </div>
      <IconButton icon={ArrowUp} size="s" label={`Try ${pattern} earlier`} disabled={!onUp} onClick={onUp} />
      <IconButton icon={ArrowDown} size="s" label={`Try ${pattern} later`} disabled={!onDown} onClick={onDown} />
      <IconButton icon={Pencil} size="s" label={`Change ${pattern}`} onClick={onChange} />
      <IconButton icon={Trash2} size="s" label={`Remove ${pattern}`} onClick={() => reporting(removeLinkifier(id))} />
    </li>
  )
}
