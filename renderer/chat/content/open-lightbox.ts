import { openDialog } from '../dialogs/open.ts'

export interface Picture {
  /** The original, for opening and saving. */
  href: string
  thumbnail: string | undefined
  /** What the lightbox shows. */
  full: string | undefined
  name: string
  width: number | undefined
  height: number | undefined
  /** The server is still making the thumbnail. */
  pending: boolean
}

export function openLightbox(pictures: Picture[], index: number): void {
  openDialog({ kind: 'lightbox', pictures, index: Math.max(0, index) })
}
