import { json } from './json.ts'
import { slackIncoming } from './slack/slack-incoming.ts'

/** What a program's words come to; without content there is nothing to say. */
export interface Said {
  /** Where the address names no topic. */
  readonly topic: string
  readonly content: string
}

export interface Integration {
  /** In the address. */
  readonly name: string
  readonly displayName: string
  /** What messages say they were written with. */
  readonly client: string
  /** @throws ApiError where the body is not what such programs send */
  read(body: { readonly text: string; readonly isJson: boolean }): Said
}

/** The ways in which other programs may speak to us. */
export const integrations: readonly Integration[] = [json, slackIncoming]

/** What /register says of them, for screens that put addresses together. */
export const wireIntegrations = integrations.map(({ name, displayName }) => ({
  name,
  display_name: displayName,
  all_event_types: null,
  config_options: [],
  url_options: [],
}))
