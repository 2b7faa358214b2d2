import { Check, Copy } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { copyText, IconButton } from '../../ui/index.ts'

/** Code as it was written, with the colours of its language and a button that copies it. */
export function CodeBlock({ element }: { element: Element }) {
  const [copied, setCopied] = useState(false)
  const code = element.querySelector('code')
  const language = element.getAttribute('data-code-language')
  const source = (code?.textContent ?? '').replace(/\n$/, '')

  const copy = async () => {
    await copyText(source)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }

  return (
    <div className="code-block">
      <div className="code-block-bar">
        {language && <span className="code-block-language">{language}</span>}
        <IconButton icon={copied ? Check : Copy} label={copied ? 'Copied' : 'Copy code'} size="s" onClick={copy} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, and the keyboard must reach them */}
      <section className="code-block-scroll" tabIndex={0} aria-label={language ? `Code, ${language}` : 'Code'}>
        <pre>
          <code>{code && colored(code)}</code>
        </pre>
      </section>
    </div>
  )
}

function colored(code: Element): ReactNode[] {
  return [...code.childNodes].map((node, index) => {
    const name = node instanceof Element ? node.getAttribute('class') : null
    if (!name || !/^[a-z][a-z0-9 ]{0,12}$/.test(name)) return node.textContent
    return (
      <span key={index} className={`hl-${name.split(' ')[0]}`}>
        {node.textContent}
      </span>
    )
  })
}
