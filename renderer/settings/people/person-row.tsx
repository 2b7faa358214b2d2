import { Ellipsis, KeyRound, UserRoundCheck, UserRoundX } from 'lucide-react'
import { useState } from 'react'
import type { Control, Person, RoleName } from '../../../server/control/contract.ts'
import { useWork } from '../../line/use-work.ts'
import { classNames, IconButton, Menu, showToast } from '../../ui/index.ts'
import { onDay } from '../../ui/words.ts'
import { ApiKeyDialog } from './api-key-dialog.tsx'
import { DeactivateDialog } from './deactivate-dialog.tsx'
import { roleNames, roles } from './roles.ts'

interface PersonRowProps {
  readonly person: Person
  readonly control: Control
  readonly onChange: () => Promise<void>
}

export function PersonRow({ person, control, onChange }: PersonRowProps) {
  const { email, name, role, isActive, isBot, joinedAt } = person
  const { busy, run } = useWork()
  const [menuAt, setMenuAt] = useState<HTMLElement>()
  const [dialog, setDialog] = useState<'api key' | 'deactivate'>()
  const setRole = (wanted: RoleName) => run('role', () => control.users.setRole({ email, role: wanted }).then(onChange))
  const reactivate = () =>
    run('reactivate', () => control.users.reactivate({ email }).then(onChange)).then(
      (done) => done && showToast(`${name} is back`),
    )
  return (
    <li className={classNames('person', !isActive && 'person-inactive')}>
      <span className="initials" aria-hidden>
        {initialsOf(name)}
      </span>
      <div className="person-words">
        <span className="person-name truncate">{name}</span>
        <span className="hint truncate">{isActive ? email : `${email} · deactivated`}</span>
      </div>
      <span className="hint person-joined">{isBot ? 'Bot' : `Joined ${onDay(joinedAt)}`}</span>
      <select
        className="input input-select role-select"
        aria-label={`Role of ${name}`}
        value={role}
        disabled={!isActive || busy !== undefined}
        onChange={(event) => setRole(event.target.value as RoleName)}
      >
        {roleNames.map((each) => (
          <option key={each} value={each}>
            {roles[each].title}
          </option>
        ))}
      </select>
      <IconButton icon={Ellipsis} label={`More for ${name}`} onClick={(event) => setMenuAt(event.currentTarget)} />
      {menuAt && (
        <Menu
          anchor={menuAt}
          align="end"
          label={name}
          onClose={() => setMenuAt(undefined)}
          items={[
            isActive && { label: 'New API key…', icon: KeyRound, onSelect: () => setDialog('api key') },
            isActive && null,
            isActive
              ? { label: 'Deactivate…', icon: UserRoundX, danger: true, onSelect: () => setDialog('deactivate') }
              : { label: 'Reactivate', icon: UserRoundCheck, onSelect: () => void reactivate() },
          ]}
        />
      )}
      {dialog === 'api key' && <ApiKeyDialog person={person} control={control} onClose={() => setDialog(undefined)} />}
      {dialog === 'deactivate' && (
        <DeactivateDialog
          name={name}
          onClose={() => setDialog(undefined)}
          onDeactivate={() => run('deactivate', () => control.users.deactivate({ email }).then(onChange))}
        />
      )}
    </li>
  )
}

/** The first letters of the first and the last word, of any script. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  return letters.join('').toLocaleUpperCase()
}
