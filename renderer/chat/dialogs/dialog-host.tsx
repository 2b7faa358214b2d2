import './dialogs.css'
import { lazy, Suspense } from 'react'
import { usePicker } from '../emoji/open-picker.ts'
import { closeDialog, type DialogRequest, useDialog } from './open.ts'

const Lightbox = lazy(() => import('../content/lightbox.tsx'))
const CreateChannel = lazy(() => import('./channels/create-channel.tsx'))
const BrowseChannels = lazy(() => import('./channels/browse-channels.tsx'))
const ChannelSettings = lazy(() => import('./channels/channel-settings.tsx'))
const Invite = lazy(() => import('./invite.tsx'))
const Settings = lazy(() => import('./settings/settings.tsx'))
const Status = lazy(() => import('./status.tsx'))
const History = lazy(() => import('./message/history.tsx'))
const Readers = lazy(() => import('./message/readers.tsx'))
const Move = lazy(() => import('./message/move.tsx'))
const Delete = lazy(() => import('./message/delete.tsx'))
const Confirm = lazy(() => import('./confirm.tsx'))
const NewDirect = lazy(() => import('./new-direct.tsx'))
const Shortcuts = lazy(() => import('../keyboard/shortcuts-dialog.tsx'))
const EmojiPicker = lazy(() => import('../emoji/emoji-picker.tsx'))

/** Shows the dialog that was asked for. Each is fetched when first opened. */
export function DialogHost() {
  const { request } = useDialog()
  const picking = usePicker(({ anchor }) => anchor !== undefined)
  return (
    <Suspense>
      {request && dialogFor(request)}
      {picking && <EmojiPicker />}
    </Suspense>
  )
}

function dialogFor(request: DialogRequest) {
  const onClose = closeDialog
  switch (request.kind) {
    case 'lightbox':
      return <Lightbox {...request} onClose={onClose} />
    case 'create-channel':
      return <CreateChannel onClose={onClose} />
    case 'browse-channels':
      return <BrowseChannels onClose={onClose} />
    case 'channel-settings':
      return <ChannelSettings channelId={request.channelId} onClose={onClose} />
    case 'invite':
      return <Invite onClose={onClose} />
    case 'settings':
      return <Settings tab={request.tab} onClose={onClose} />
    case 'status':
      return <Status onClose={onClose} />
    case 'history':
      return <History messageId={request.messageId} onClose={onClose} />
    case 'readers':
      return <Readers messageId={request.messageId} onClose={onClose} />
    case 'move':
      return <Move messageId={request.messageId} whole={request.whole} onClose={onClose} />
    case 'delete':
      return <Delete messageId={request.messageId} onClose={onClose} />
    case 'confirm':
      return <Confirm {...request} onClose={onClose} />
    case 'new-direct':
      return <NewDirect onClose={onClose} />
    case 'shortcuts':
      return <Shortcuts onClose={onClose} />
  }
}
