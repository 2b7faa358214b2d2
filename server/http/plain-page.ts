import type { Context } from 'koa'
import { dataHeaders } from './headers.ts'

interface PlainPage {
  readonly status: number
  readonly sentence: string
  readonly link?: { readonly href: string; readonly text: string } | undefined
  /** Whoever waits sees what comes of it. */
  readonly looksAgain?: boolean
}

/** What somebody with a browser sees where there is no chat to show: a sentence, and where to go on. It needs no other file. */
export function plainPage(ctx: Context, { status, sentence, link, looksAgain = false }: PlainPage): void {
  ctx.status = status
  ctx.set({
    ...dataHeaders,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  })
  ctx.type = 'html'
  ctx.body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${looksAgain ? '<meta http-equiv="refresh" content="30">\n' : ''}<title>${escaped(sentence)}</title>
<style>
  body { max-width: 32rem; margin: 20vh auto 0; padding: 0 1.5rem; font: 1rem/1.5 system-ui, sans-serif }
  h1 { font-size: 1.25rem }
</style>
<h1>${escaped(sentence)}</h1>
${link ? `<p><a href="${escaped(link.href)}">${escaped(link.text)}</a></p>\n` : ''}</html>
`
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
