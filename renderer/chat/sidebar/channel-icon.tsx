import { Hash, Lock } from 'lucide-react'
import { useChat } from '../state/store.ts'

/** `#` or a lock, in the colour that this person gave the channel. */
export function ChannelIcon({ channelId, size = 15 }: { channelId: number; size?: number }) {
  const isPrivate = useChat(({ channels }) => channels.get(channelId)?.invite_only)
  const color = useChat(({ subscriptions }) => subscriptions.get(channelId)?.color)
  const Icon = isPrivate ? Lock : Hash
  return (
    <Icon
      className="channel-icon"
      size={size}
      strokeWidth={2.2}
      aria-label={isPrivate ? 'Private channel' : undefined}
      style={{ color }}
    />
  )
}
