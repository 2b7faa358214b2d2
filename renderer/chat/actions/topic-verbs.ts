import { deleteTopic } from '../api/channels.ts'
import { editMessage } from '../api/messages.ts'
import { openDialog } from '../dialogs/open.ts'
import { topicNarrow } from '../narrow/narrow.ts'
import { follow, isShown } from '../navigation.ts'
import { store } from '../state/store.ts'
import { reporting } from './report.ts'

/** Renames the whole topic that a message is in, and goes along if it is on the screen. */
export async function renameTopic(messageId: number, channelId: number, topic: string): Promise<void> {
  const before = store.getState().messages.get(messageId)
  const shown = before?.stream_id !== undefined && isShown(topicNarrow(before.stream_id, before.subject))
  const renamed = editMessage(messageId, { topic, propagate_mode: 'change_all', send_notification_to_old_thread: false })
  if ((await reporting(renamed)) && shown) follow(channelId, topic)
}

export function removeTopic(channelId: number, topic: string): void {
  openDialog({
    kind: 'confirm',
    title: 'Delete this topic?',
    text: `All messages in “${topic || store.getState().organization.emptyTopicName}” will be gone for everyone. This cannot be undone.`,
    verb: 'Delete topic',
    // a long topic is deleted in steps
    onConfirm: async () => {
      while (!(await deleteTopic(channelId, topic)).complete);
    },
  })
}
