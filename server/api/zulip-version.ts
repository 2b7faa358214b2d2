/** What we tell clients we are: they decide by it how to speak. https://zulip.com/api/changelog */
export const zulipVersion = { zulip_version: '11.0', zulip_merge_base: '11.0', zulip_feature_level: 421 } as const
