import { request } from './request.ts'

/** 1 does what people do, 2 only sends messages. */
export type BotType = 1 | 2

export interface OwnBot {
  user_id: number
  username: string
  full_name: string
  bot_type: BotType
}

export async function fetchBots(): Promise<OwnBot[]> {
  return (await request<{ bots: OwnBot[] }>('GET', '/bots')).bots
}

/** @returns its key, which nobody can read again */
export async function createBot(full_name: string, short_name: string, bot_type: BotType): Promise<string> {
  return (await request<{ api_key: string }>('POST', '/bots', { full_name, short_name, bot_type })).api_key
}

/** Ends the key of before. */
export async function renewBotKey(id: number): Promise<string> {
  return (await request<{ api_key: string }>('POST', `/bots/${id}/api_key/regenerate`)).api_key
}

export const stopBot = (id: number) => request('DELETE', `/bots/${id}`)
