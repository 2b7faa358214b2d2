import { useEffect, useMemo, useState } from 'react'
import type { ChannelId, UserId } from '../../../server/api/ids.ts'
import type { MarkdownContext, NamesUsed } from '../../../server/markdown/browser.ts'
import { store } from '../state/store.ts'

type Renderer = typeof import('../../../server/markdown/browser.ts')

/*
 * The server's own renderer, for what the server has not rendered yet: one's message on its way, and the preview. It is not
 * part of the first page; whoever begins to write fetches it, and until it is there the text is shown as it was typed.
 */

let renderer: Renderer | undefined
let loading: Promise<Renderer> | undefined

/** Fetches what this text needs: the renderer, and for code and formulas their parts. */
export async function prepareMarkdown(source: string): Promise<void> {
  loading ??= import('../../../server/markdown/browser.ts')
  try {
    renderer = await loading
    await renderer.prepareToRender(source)
  } catch {
    loading = undefined // no line, or a newer version has taken its place: the next text tries again
  }
}

/**
 * The HTML that the server will most likely make of it; undefined where only the server can say. People and channels are those
 * we know of. Patterns of the organization and previews of links are missing.
 */
export function renderNow(source: string): string | undefined {
  if (!renderer || renderer.widgetOf(source)) return undefined
  return renderer.renderLocally(source, contextFor(renderer.namesUsed(source)))
}

export function useLocalHtml(source: string): string | undefined {
  const [prepared, setPrepared] = useState<string>()
  useEffect(() => {
    let wanted = true
    void prepareMarkdown(source).then(() => wanted && setPrepared(source))
    return () => {
      wanted = false
    }
  }, [source])
  return useMemo(() => renderNow(source), [source, prepared])
}

function contextFor({ userIds, userNames, channelNames }: NamesUsed): MarkdownContext {
  const { people, channels, emoji, settings, organization } = store.getState()
  const names = folded(userNames)
  const ids = new Set<number>(userIds)
  const wantedChannels = folded(channelNames)
  return {
    realmUrl: location.origin,
    users: [...people.values()]
      .filter(({ user_id, full_name }) => ids.has(user_id) || names.has(full_name.toLowerCase()))
      .map(({ user_id, full_name, is_active }) => ({ id: user_id as UserId, fullName: full_name, isActive: is_active })),
    channels: [...channels.values()]
      .filter(({ name }) => wantedChannels.has(name.toLowerCase()))
      .map(({ stream_id, name }) => ({ id: stream_id as ChannelId, name })),
    customEmoji: new Map(Object.values(emoji).flatMap((own) => (own.deactivated ? [] : [[own.name, own.source_url]]))),
    translateEmoticons: settings.translate_emoticons,
    emptyTopicName: organization.emptyTopicName,
  }
}

const folded = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()))
