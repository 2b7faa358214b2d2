import type { MarkdownIt } from 'markdown-it'

/** ` ```spoiler title `: a title, and a body that readers open. Both are blocks of the message like any other. */
export function spoilers(md: MarkdownIt): void {
  md.renderer.rules.spoiler_start = () => '<div class="spoiler-block"><div class="spoiler-header">'
  md.renderer.rules.spoiler_body = () => '</div><div class="spoiler-content" aria-hidden="true">'
  md.renderer.rules.spoiler_end = () => '</div></div>'
}
