/**
 * Parts of features that Landline does not have yet: what the API documents for a server that has none of them. Each moves
 * to its feature as that arrives.
 */
export const laterFields: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
  custom_profile_fields: () => ({ custom_profile_fields: [], custom_profile_field_types: profileFieldTypes }),
  default_stream_groups: () => ({ realm_default_stream_groups: [] }),
  drafts: () => ({ drafts: [] }),
  giphy: () => ({ giphy_api_key: '' }),
  navigation_views: () => ({ navigation_views: [] }),
  onboarding_steps: () => ({ onboarding_steps: [], navigation_tour_video_url: null }),
  push_device: () => ({ push_devices: {} }),
  realm_billing: () => ({ realm_billing: { has_pending_sponsorship_request: false } }),
  realm_domains: () => ({ realm_domains: [] }),
  realm_embedded_bots: () => ({ realm_embedded_bots: [] }),
  realm_filters: () => ({ realm_filters: [] }),
  realm_playgrounds: () => ({ realm_playgrounds: [] }),
  reminders: () => ({ reminders: [] }),
  scheduled_messages: () => ({ scheduled_messages: [] }),
  stop_words: () => ({ stop_words: [] }),
  video_calls: () => ({ has_zoom_token: false }),
}

/** The kinds of profile field that the API knows. https://zulip.com/api/get-custom-profile-fields */
const profileFieldTypes = {
  SHORT_TEXT: { id: 1, name: 'Text (short)' },
  LONG_TEXT: { id: 2, name: 'Text (long)' },
  SELECT: { id: 3, name: 'List of options' },
  DATE: { id: 4, name: 'Date' },
  URL: { id: 5, name: 'Link' },
  USER: { id: 6, name: 'Users' },
  EXTERNAL_ACCOUNT: { id: 7, name: 'External account' },
  PRONOUNS: { id: 8, name: 'Pronouns' },
}
