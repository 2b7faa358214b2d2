import { SelectField } from '../../../../ui/index.ts'
import { reporting } from '../../../actions/report.ts'
import { changeOrganization } from '../../../api/organization.ts'
import { useChat } from '../../../state/store.ts'

/** Where people read that there is a new channel. Takes effect at once. */
export function Announcements() {
  const chosen = useChat(({ organization }) => organization.realm_new_stream_announcements_stream_id)
  const channels = useChat((state) => state.channels)
  const offered = [...channels.values()]
    .filter(({ stream_id, is_archived, invite_only }) => stream_id === chosen || !(is_archived || invite_only))
    .sort((a, b) => a.name.localeCompare(b.name))
  return (
    <section className="form-section">
      <h3>Announcements</h3>
      <SelectField
        label="Announce new channels in"
        hint="Whoever makes a channel is asked whether to announce it there."
        value={channels.has(chosen) ? chosen : -1}
        onChange={(event) =>
          reporting(changeOrganization({ new_stream_announcements_stream_id: Number(event.target.value) }), 'Saved.')
        }
      >
        <option value={-1}>Nowhere</option>
        {offered.map(({ stream_id, name }) => (
          <option key={stream_id} value={stream_id}>
            #{name}
          </option>
        ))}
      </SelectField>
    </section>
  )
}
