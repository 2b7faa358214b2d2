import { ApiError, badRequest } from '../api/error.ts'

export const messageNotFound = (): ApiError => badRequest('Invalid message(s)')
export const mayNotEdit = (): ApiError => badRequest("You don't have permission to edit this message")
export const widgetsNotEditable = (): ApiError => badRequest('Widgets cannot be edited.')
export const mayNotDelete = (): ApiError => badRequest("You don't have permission to delete this message")
export const mayNotMove = (): ApiError => badRequest("You don't have permission to move this message")
export const deleteTimeOver = (): ApiError => badRequest('The time limit for deleting this message has passed')
export const editTimeOver = (): ApiError => badRequest('The time limit for editing this message has passed')
export const moveTimeOver = (): ApiError => badRequest('The time limit for moving this message has passed')
export const editingOff = (): ApiError => badRequest('Your organization has turned off message editing')
export const mayNotSend = (channelName: string): ApiError => badRequest(`Not authorized to send to channel '${channelName}'`)
export const topicMissing = (): ApiError => new ApiError('MISSING_TOPIC', 'Topics are required in this organization.')

export const channelWildcardNotAllowed = (): ApiError =>
  new ApiError(
    'STREAM_WILDCARD_MENTION_NOT_ALLOWED',
    'You do not have permission to use channel wildcard mentions in this channel.',
  )

export const topicWildcardNotAllowed = (): ApiError =>
  new ApiError('TOPIC_WILDCARD_MENTION_NOT_ALLOWED', 'You do not have permission to use topic wildcard mentions in this topic.')

export const groupMentionNotAllowed = (name: string): ApiError =>
  badRequest(`You are not allowed to mention user group '${name}'.`)

export const badNarrow = (reason: string): ApiError =>
  new ApiError('BAD_NARROW', `Invalid narrow operator: ${reason}`, 400, { desc: reason })

export const searchTookTooLong = (): ApiError =>
  new ApiError(
    'REQUEST_TIMEOUT',
    'The search took too long. Search in one channel or conversation, or for words that are less common.',
    503,
  )
