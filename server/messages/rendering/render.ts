import { findUser } from '../../accounts/find.ts'
import { alertWordsOfEveryone } from '../../accounts/own-things/alert-words.ts'
import { settingsOf } from '../../accounts/settings/user-settings.ts'
import type { Viewer } from '../../api/viewer.ts'
import { organizationIn } from '../../channels/words-in-text.ts'
import type { Db } from '../../database/connection.ts'
import type { KnownImage, MarkdownContext } from '../../markdown/context.ts'
import { namesUsed } from '../../markdown/names-used.ts'
import { type Rendered, renderMessage } from '../../markdown/render.ts'
import { realmSettings } from '../../realm/settings.ts'
import { uploadFacts } from '../../uploads/files/facts.ts'
import type { Surroundings } from './surroundings.ts'

/** Turns somebody's words into HTML and facts. Asks the database only about what the words name. */
export async function renderFor(db: Db, author: Viewer, content: string, surroundings: Surroundings): Promise<Rendered> {
  return renderMessage(content, await contextFor(db, author, content, surroundings))
}

/** What the renderer must know to turn somebody's words into HTML. */
export async function contextFor(
  db: Db,
  viewer: Viewer,
  content: string,
  { realmUrl, externalImageUrl, linkFacts }: Surroundings,
): Promise<MarkdownContext> {
  const settings = await realmSettings(db)
  const author = await findUser(db, viewer.id)
  return {
    ...(await organizationIn(db, viewer, content, realmUrl)),
    images: await imagesNamed(db, namesUsed(content).uploads),
    alertWords: await alertWordsOfEveryone(db),
    translateEmoticons: author ? settingsOf(author).translate_emoticons === true : false,
    previewImages: settings.inline_image_preview,
    previewLinks: settings.inline_url_embed_preview && !viewer.isBot, // bots link a lot
    linkFacts,
    externalImageUrl,
  }
}

async function imagesNamed(db: Db, paths: readonly string[]): Promise<KnownImage[]> {
  if (paths.length === 0) return []
  return (await uploadFacts(db, paths)).flatMap(({ path, contentType, image }) =>
    image ? [{ path, contentType, ...image, hasThumbnail: true }] : [],
  )
}
