import { ApiError, badRequest } from '../api/error.ts'

/** The largest files that people may send, in MiB, as /register tells clients. */
export const uploadLimits = {
  max_file_upload_size_mib: 100,
  max_avatar_file_size_mib: 5,
  max_icon_file_size_mib: 5,
  max_logo_file_size_mib: 5,
  /** Of a custom emoji; clients are not told. */
  max_emoji_file_size_mib: 5,
} as const

/** Of a file that is sent in pieces and may be resumed, in MiB. */
export const largestResumableMib = 5 * 1024

export const mebibyte = 1024 * 1024

/** What must stay free for the database, which comes first. */
export const diskReserve = 256 * mebibyte

export const fileTooLarge = (limitMib: number): ApiError =>
  badRequest(`File is larger than this server's configured maximum upload size (${limitMib} MiB).`)

export const pictureTooLarge = (limitMib: number): ApiError =>
  badRequest(`Uploaded file is larger than the allowed limit of ${limitMib} MiB`)

export const quotaExceeded = (): ApiError =>
  new ApiError('REALM_UPLOAD_QUOTA', "Upload would exceed your organization's upload quota.")

export const diskNearlyFull = (): ApiError =>
  new ApiError(
    'BAD_REQUEST',
    "The server's disk is nearly full, so it takes no files now. Ask the owner to free some space.",
    507,
  )
