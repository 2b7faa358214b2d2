import { useChat } from '../state/store.ts'
import { PictureEmoji, UnicodeEmoji } from './emoji.tsx'

/** An emoji as reactions and statuses name it: a code point, one of the organization's own, or Zulip's. */
export function AnyEmoji({ code, name, type }: { code: string; name: string; type: string }) {
  const own = useChat(({ emoji }) => (type === 'realm_emoji' ? emoji[code]?.source_url : undefined))
  if (own) return <PictureEmoji src={own} name={name} />
  if (type === 'zulip_extra_emoji')
    return <PictureEmoji src="/static/generated/emoji/images/emoji/unicode/zulip.png" name={name} />
  return <UnicodeEmoji code={code} name={name} />
}

/** The emoji somebody set beside their name; what it means stands in the tooltip. */
export function StatusEmoji({ userId }: { userId: number }) {
  const status = useChat(({ statuses }) => statuses.get(userId))
  if (!status?.emoji_code || !status.emoji_name) return null
  return (
    <span className="status-emoji" title={status.status_text || undefined}>
      <AnyEmoji code={status.emoji_code} name={status.emoji_name} type={status.reaction_type ?? 'unicode_emoji'} />
    </span>
  )
}
