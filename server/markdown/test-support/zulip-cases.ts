import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface RegularCase {
  readonly name: string
  readonly category: string
  readonly input: string
  readonly expected_output: string
  readonly text_content?: string
  readonly user_setting?: { readonly translate_emoticons?: boolean }
  readonly site_placeholder?: string
}

export interface LinkCase {
  readonly id: number
  readonly input: string
  /** `%s` where the link goes. */
  readonly expected: string
  /** Empty for no link. */
  readonly url: string
  readonly site_placeholder?: string
}

export interface ZulipCases {
  readonly regular_tests: readonly RegularCase[]
  readonly linkify_tests: readonly LinkCase[]
}

const file = join(import.meta.dirname, '../../../../shared/zulip-api/markdown-cases.json')

/** Zulip's own test data, where the development machine has it beside the project; it is not ours to ship. */
export const zulipCases: ZulipCases | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined

if (!zulipCases) console.info("Zulip's Markdown cases are not beside this checkout: skipped.")

/** Highlighters differ in their spans. */
export const withoutCodeSpans = (html: string): string =>
  html.replace(
    /(<code>)(.*?)(<\/code>)/gs,
    (_, open: string, code: string, close: string) => open + code.replace(/<\/?span[^>]*>/g, '') + close,
  )
