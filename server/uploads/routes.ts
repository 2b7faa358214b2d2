import type { Api } from '../api/route.ts'
import { externalRoutes } from './external/routes.ts'
import { resumableRoutes } from './files/resumable-routes.ts'
import { fileRoutes } from './files/routes.ts'
import { pictureRoutes } from './pictures/routes.ts'
import type { Uploads } from './uploads.ts'

export function uploadRoutes(api: Api, uploads: Uploads): void {
  fileRoutes(api, uploads)
  resumableRoutes(api, uploads)
  pictureRoutes(api, uploads)
  externalRoutes(api, uploads)
}
