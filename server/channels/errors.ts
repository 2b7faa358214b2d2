import { ApiError, badRequest } from '../api/error.ts'

/** The same for a channel that is not there and one that the viewer must not know of. */
export const channelNotFound = (): ApiError => badRequest('Invalid channel ID')

export const channelNameNotFound = (name: string): ApiError =>
  new ApiError('STREAM_DOES_NOT_EXIST', `Channel '${name}' does not exist`, 400, { stream: name })

/** Where the name itself is what the request is about. */
export const channelNameInvalid = (name: string): ApiError => badRequest(`Invalid channel name '${name}'`)

export const channelNameTaken = (name: string): ApiError => badRequest(`Channel '${name}' already exists`)

export const mayNotAdminister = (): ApiError =>
  new ApiError('CANNOT_ADMINISTER_CHANNEL', 'You do not have permission to administer this channel.')

/** Where somebody asked for a new channel, and for nothing else. */
export const channelExists = (name: string): ApiError =>
  new ApiError('CHANNEL_ALREADY_EXISTS', `Channel '${name.trim()}' already exists`, 409)
