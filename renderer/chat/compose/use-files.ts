import { type RefObject, useEffect, useRef } from 'react'
import type { Destination } from '../api/messages.ts'
import { insertText } from '../completion/insert-text.ts'
import { conversationKey } from '../narrow/narrow.ts'
import { loadDraft } from './drafts.ts'
import type { useDraft } from './use-draft.ts'
import { useUploads } from './use-uploads.ts'

/** Files for what is being written to one place. Those that a reload of the page interrupted go on. */
export function useFiles(
  to: Destination | undefined,
  field: RefObject<HTMLTextAreaElement | null>,
  [text, setText]: ReturnType<typeof useDraft>,
) {
  const { uploads, start, resume } = useUploads()
  const setTextNow = useRef(setText)
  setTextNow.current = setText
  const conversation = to && conversationKey(to)
  const target = {
    conversation,
    text: () => text,
    insert: (written: string) => field.current && insertText(field.current, `${written}\n`),
    replace(waiting: string, written: string) {
      const area = field.current
      if (area?.value.includes(waiting)) setTextNow.current(area.value.replace(waiting, written))
      else if (to) setText(loadDraft(to).replace(waiting, written))
    },
  }
  useEffect(() => resume(target), [conversation])
  return { uploads, addFiles: (files: Iterable<File>) => start(files, target) }
}
