import { create } from 'zustand'
import type { Picture } from '../content/open-lightbox.ts'

/** What can lie above the chat. One at a time: a second replaces the first. */
export type DialogRequest =
  | { kind: 'lightbox'; pictures: Picture[]; index: number }
  | { kind: 'create-channel' }
  | { kind: 'browse-channels' }
  | { kind: 'channel-settings'; channelId: number }
  | { kind: 'invite' }
  | { kind: 'settings'; tab?: 'profile' | 'preferences' | 'account' | 'bots' | 'organization' }
  | { kind: 'status' }
  | { kind: 'history'; messageId: number }
  | { kind: 'readers'; messageId: number }
  | { kind: 'move'; messageId: number; whole?: boolean }
  | { kind: 'delete'; messageId: number }
  | { kind: 'confirm'; title: string; text: string; verb: string; onConfirm: () => Promise<unknown> }
  | { kind: 'new-direct' }
  | { kind: 'shortcuts' }

export const useDialog = create<{ request: DialogRequest | undefined }>()(() => ({ request: undefined }))

export function openDialog(request: DialogRequest): void {
  useDialog.setState({ request })
}

export function closeDialog(): void {
  useDialog.setState({ request: undefined })
}
