/** Zulip's kinds of bot. Outgoing webhooks (3) and bots within the server (4) are not made here. */
export const BotType = { generic: 1, incomingWebhook: 2 } as const
export type BotType = (typeof BotType)[keyof typeof BotType]
