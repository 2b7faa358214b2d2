import { z } from 'zod'
import { integer, optional, rawText } from '../../api/params.ts'
import type { Api } from '../../api/route.ts'
import { addSavedSnippet, editSavedSnippet, removeSavedSnippet, savedSnippetsOf } from './saved-snippets.ts'

const filled = (longest: number) => rawText(z.string().trim().min(1).max(longest))

const title = filled(60)
const content = filled(10_000)
const saved_snippet_id = integer()

export function savedSnippetRoutes(api: Api): void {
  api.get('/saved_snippets', {
    access: 'user',
    handle: async ({ viewer, db }) => ({ saved_snippets: await savedSnippetsOf(db, viewer.id) }),
  })
  api.post('/saved_snippets', {
    access: 'user',
    params: { title, content },
    async handle({ viewer, params, inTransaction }) {
      const { id } = await inTransaction((trx) => addSavedSnippet(trx, viewer.id, params.title, params.content))
      return { saved_snippet_id: id }
    },
  })
  api.patch('/saved_snippets/:saved_snippet_id', {
    access: 'user',
    params: { saved_snippet_id, title: optional(title), content: optional(content) },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => editSavedSnippet(trx, viewer.id, params.saved_snippet_id, params))
      return {}
    },
  })
  api.delete('/saved_snippets/:saved_snippet_id', {
    access: 'user',
    params: { saved_snippet_id },
    async handle({ viewer, params, inTransaction }) {
      await inTransaction((trx) => removeSavedSnippet(trx, viewer.id, params.saved_snippet_id))
      return {}
    },
  })
}
