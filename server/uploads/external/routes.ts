import { z } from 'zod'
import { Reply } from '../../api/reply.ts'
import type { Api } from '../../api/route.ts'
import { fileNotFound } from '../serve.ts'
import type { Uploads } from '../uploads.ts'

export function externalRoutes(api: Api, uploads: Uploads): void {
  api.page('/external_content/:digest/:url', {
    access: 'user',
    params: { digest: z.string().regex(/^[0-9a-f]{40}$/), url: z.string().regex(/^([0-9a-f]{2}){1,4000}$/) },
    async handle({ params, request }) {
      const image = await uploads.externalImages?.find(params.digest, params.url)
      if (!image) throw fileNotFound()
      const headers = {
        'content-type': image.contentType,
        'content-length': String(image.content.length),
        'cache-control': 'private, max-age=86400',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      }
      return new Reply(200, headers, request.method === 'HEAD' ? undefined : image.content)
    },
  })
}
