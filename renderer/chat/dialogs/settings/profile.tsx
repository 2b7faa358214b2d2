import { useRef, useState } from 'react'
import { Button, Notice, showToast, TextField, useSubmit } from '../../../ui/index.ts'
import { reporting } from '../../actions/report.ts'
import { changeSettings, removeAvatar, uploadAvatar } from '../../api/people.ts'
import { Avatar } from '../../people/avatar.tsx'
import { roleName } from '../../people/roles.ts'
import { useChat } from '../../state/store.ts'

/** What others see of oneself. */
export function ProfileSettings() {
  const me = useChat((state) => state.people.get(state.me))
  const [name, setName] = useState(me?.full_name ?? '')
  const [uploading, setUploading] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const { busy, problem, submit } = useSubmit(
    () => changeSettings({ full_name: name.trim() }),
    () => showToast('Your name is saved.'),
  )
  if (!me) return null
  const upload = async (file: File | undefined) => {
    if (!file) return
    setUploading(true)
    await reporting(uploadAvatar(file), 'Your picture is saved.')
    setUploading(false)
  }
  return (
    <>
      <div className="profile-picture">
        <Avatar userId={me.user_id} size={80} />
        <div className="form-actions">
          <Button busy={uploading} onClick={() => picker.current?.click()}>
            Upload a picture
          </Button>
          {me.avatar_version > 1 && (
            <Button look="quiet" onClick={() => reporting(removeAvatar(), 'Your picture is removed.')}>
              Remove
            </Button>
          )}
          <input ref={picker} type="file" accept="image/*" hidden onChange={(event) => upload(event.target.files?.[0])} />
        </div>
      </div>
      <form className="form" onSubmit={submit}>
        {problem && <Notice kind="problem">{problem}</Notice>}
        <TextField label="Name" value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        <TextField label="E-mail" value={me.delivery_email ?? me.email} readOnly hint={`Your role: ${roleName(me.role)}`} />
        <div className="form-actions">
          <Button look="primary" type="submit" busy={busy} disabled={!name.trim() || name.trim() === me.full_name}>
            Save
          </Button>
        </div>
      </form>
    </>
  )
}
