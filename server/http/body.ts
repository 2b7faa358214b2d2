import { ApiError } from '../api/error.ts'
import type { UploadPart } from '../api/route.ts'

/** Parameters as a client sent them: text, or what a JSON body held. Where a name repeats, its last value counts. */
export type RawParameters = Record<string, unknown>

export interface Body {
  readonly parameters: RawParameters
  readonly file: UploadPart | undefined
}

export const bodyTooLarge = (limit: number): ApiError =>
  new ApiError(
    'REQUEST_TOO_LARGE',
    `This request is larger than the ${Math.round(limit / 1024)} KiB that its address accepts`,
    413,
  )
