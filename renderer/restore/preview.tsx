import './restore.css'
import { useEffect, useState } from 'react'
import type { RestorePreview, RestoreSource } from '../../server/control/contract.ts'
import { sayWhy } from '../line/problems.ts'
import { Notice, Spinner } from '../ui/index.ts'
import { dayAndSecond, dayAndTime, inBytes } from '../ui/words.ts'
import type { RestoreControl } from './types.ts'

/** What a backup holds and what it would replace; a sentence where that cannot be told. Undefined while it is looked up. */
export function usePreview(control: RestoreControl, source: RestoreSource, snapshot: string | undefined) {
  const [preview, setPreview] = useState<RestorePreview | string>()
  useEffect(() => {
    let isCurrent = true
    setPreview(undefined)
    if (snapshot === undefined) return
    control.restores.preview({ source, snapshot }).then(
      (found) => isCurrent && setPreview(found),
      (error) => isCurrent && setPreview(sayWhy(error)),
    )
    return () => {
      isCurrent = false
    }
  }, [control, source, snapshot])
  return preview
}

export const hasRoom = ({ neededBytes, freeBytes }: RestorePreview): boolean => neededBytes <= freeBytes

interface PreviewProps {
  readonly preview: RestorePreview | string | undefined
  /** A part goes into what is here: passwords and the like are no matter then. */
  readonly isPart?: boolean
  /** Up to when more comes back than is in the backup, in Unix seconds. */
  readonly until?: number | undefined
}

/** The two side by side, before anything happens. */
export function Preview({ preview, isPart = false, until }: PreviewProps) {
  if (preview === undefined) return <Spinner label="Looking into the backup" />
  if (typeof preview === 'string') return <Notice kind="problem">{preview}</Notice>
  const { snapshot, present, neededBytes, freeBytes, notes } = preview
  const { content } = snapshot
  if (!content) return <Notice kind="problem">{snapshot.flaw}</Notice>
  const time = (at: number | null): string => (at === null ? 'none yet' : dayAndTime(at))
  const rows: [string, string, string | undefined][] = [
    ['Organization', content.organization ?? 'none yet', present?.organization ?? undefined],
    ['People', content.people.toLocaleString(), present?.people.toLocaleString()],
    ['Messages', content.messages.toLocaleString(), present?.messages.toLocaleString()],
    ['Last message', time(content.lastMessageAt), present ? time(present.lastMessageAt) : undefined],
    ['Files', `${content.files.toLocaleString()} (${inBytes(content.bytes)} with messages)`, undefined],
    ['Made', `${dayAndTime(snapshot.createdAt)} on ${content.host}, by Landline ${content.version}`, undefined],
    ['Read back', snapshot.verifiedAt === null ? 'not yet' : `${dayAndTime(snapshot.verifiedAt)}: whole`, undefined],
  ]
  return (
    <div className="restore-preview">
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">In the backup</th>
            {present && <th scope="col">Here now</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, inBackup, here]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{inBackup}</td>
              {present && <td>{here}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {until !== undefined && <p>On top of that comes what happened from then on until {dayAndSecond(until)}.</p>}
      {(isPart ? [] : notes).map((note) => (
        <Notice key={note} kind="warning">
          {note}
        </Notice>
      ))}
      {!hasRoom(preview) && (
        <Notice kind="problem" title="There is too little room on this computer.">
          It needs {inBytes(neededBytes)} for a while, and {inBytes(freeBytes)} are free. Make room, then try again.
        </Notice>
      )}
    </div>
  )
}
