import type { Api } from '../api/route.ts'
import type { Outside } from './rendering/outside.ts'
import { changingRoutes } from './routes/changing.ts'
import { markingRoutes } from './routes/marking.ts'
import { readingRoutes } from './routes/reading.ts'
import { sendingRoutes } from './routes/sending.ts'
import { singleRoutes } from './routes/single.ts'

export function messageRoutes(api: Api, outside: Outside): void {
  sendingRoutes(api, outside)
  changingRoutes(api, outside)
  readingRoutes(api)
  singleRoutes(api)
  markingRoutes(api)
}
