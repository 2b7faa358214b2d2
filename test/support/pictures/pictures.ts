import { readFileSync } from 'node:fs'

/**
 * A picture as phones take them: HEVC, lying on its side with a note to turn it. Upright it is 200 wide and 320 high, red above
 * and blue below. No library we have can write one: we drew it, and `heif-enc` of Debian’s libheif-examples encoded it.
 */
export const heicPhoto: Buffer = readFileSync(new URL('upright.heic', import.meta.url))
