import type { Api } from '../api/route.ts'
import { changingRoutes } from './routes/changing.ts'
import { readingRoutes } from './routes/reading.ts'
import { sendingRoutes } from './routes/sending.ts'
import { singleRoutes } from './routes/single.ts'

export function messageRoutes(api: Api): void {
  sendingRoutes(api)
  changingRoutes(api)
  readingRoutes(api)
  singleRoutes(api)
}
