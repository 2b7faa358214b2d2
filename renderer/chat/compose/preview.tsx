import { useEffect, useState } from 'react'
import { Spinner } from '../../ui/index.ts'
import { NoAnswer, request } from '../api/request.ts'
import { useLocalHtml } from '../content/local-markdown.ts'
import { MessageContent } from '../content/message-content.tsx'

/** The text as others will see it: at once as far as we know, then as the server says, which knows of more. */
export function Preview({ text }: { text: string }) {
  const local = useLocalHtml(text)
  const [exact, setExact] = useState<string>()
  const [problem, setProblem] = useState<string>()

  useEffect(() => {
    if (!text.trim()) return setExact('')
    request<{ rendered: string }>('POST', '/messages/render', { content: text }).then(
      ({ rendered }) => setExact(rendered),
      (error: Error) => error instanceof NoAnswer || setProblem(error.message), // without a line, ours has to do
    )
  }, [text])

  const html = exact ?? local
  return (
    <section className="compose-preview" aria-label="Preview">
      {problem ??
        (html === undefined ? (
          <Spinner label="Preparing the preview" />
        ) : html ? (
          <MessageContent html={html} />
        ) : (
          <em>Nothing to preview yet</em>
        ))}
    </section>
  )
}
