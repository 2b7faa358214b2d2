import { useState } from 'react'
import type { Destination } from '../api/messages.ts'
import { conversationKey } from '../narrow/narrow.ts'
import { loadDraft, saveDraft } from './drafts.ts'

/** The text of the draft for a place; without a place yet, text that waits for one and then goes along to it. */
export function useDraft(to: Destination | undefined): [string, (text: string) => void] {
  const key = to && conversationKey(to)
  const [homeless, setHomeless] = useState('')
  const [draft, setDraft] = useState({ key, text: to ? loadDraft(to) : '' })
  if (draft.key !== key) {
    const text = to ? loadDraft(to) || homeless : ''
    setDraft({ key, text })
    if (to && homeless && text === homeless) {
      saveDraft(to, homeless)
      setHomeless('')
    }
  }
  const setText = (text: string) => {
    if (to) saveDraft(to, text)
    else setHomeless(text)
    setDraft({ key, text })
  }
  return [to ? draft.text : homeless, setText]
}
