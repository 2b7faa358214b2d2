import { app, type WebContents } from 'electron'
import { openOutside } from './open-outside.ts'

const homes = new WeakMap<WebContents, (address: string) => boolean>()

/** Lets the pages of one window move among the addresses that `isHome` accepts. Without this, nowhere. */
export function keepAtHome(contents: WebContents, isHome: (address: string) => boolean): void {
  homes.set(contents, isHome)
}

/** Every page, whichever code opens it: no new windows, no webviews, and no navigation away from home. */
export function guardAllPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => {
      if (!homes.get(contents)?.(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      if (!homes.get(contents)?.(event.url)) event.preventDefault()
    })
    contents.setWindowOpenHandler(({ url }) => {
      if (!homes.get(contents)?.(url)) void openOutside(url)
      else if (isUpload(url)) contents.downloadURL(url)
      return { action: 'deny' }
    })
  })
}

/** A file that somebody sent in the chat: the one thing that a page may have saved to disk. */
export const isUpload = (address: string): boolean => /^\/user_uploads\/./.test(URL.parse(address)?.pathname ?? '')
