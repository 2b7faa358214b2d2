import type { ChannelNews } from '../../channels/news.ts'
import { tellAdded } from './added.ts'
import { tellChanged } from './changed.ts'
import { tellCreated } from './created.ts'

export const channelNews: ChannelNews = { tellAdded, tellCreated, tellChanged }
