import { useEffect, useState } from 'react'
import { Spinner } from '../../ui/index.ts'
import { request } from '../api/request.ts'
import { MessageContent } from '../content/message-content.tsx'

/** The text as others will see it, by the renderer that will do it. */
export function Preview({ text }: { text: string }) {
  const [html, setHtml] = useState<string>()
  const [problem, setProblem] = useState<string>()

  useEffect(() => {
    if (!text.trim()) return setHtml('')
    request<{ rendered: string }>('POST', '/messages/render', { content: text }).then(
      ({ rendered }) => setHtml(rendered),
      (error: Error) => setProblem(error.message),
    )
  }, [text])

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
