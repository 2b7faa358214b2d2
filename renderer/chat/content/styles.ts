import type { CSSProperties } from 'react'

const katexProperties = new Set([
  'height',
  'width',
  'min-width',
  'vertical-align',
  'top',
  'bottom',
  'left',
  'position',
  'margin-left',
  'margin-right',
  'margin-top',
  'margin-bottom',
  'padding-left',
  'padding-right',
  'border-bottom-width',
  'border-top-width',
  'border-right-width',
  'border-left-width',
  'border-width',
  'border-style',
  'border-color',
  'color',
  'background-color',
  'font-size',
])

/**
 * The style attribute of an element that KaTeX made, as React sets it: property by property, which a policy without
 * inline styles allows.
 */
export function katexStyle(written: string | null): CSSProperties | undefined {
  if (!written) return undefined
  const style: Record<string, string> = {}
  for (const rule of written.split(';')) {
    const [name = '', value = ''] = rule.split(':').map((part) => part.trim().toLowerCase())
    if (!katexProperties.has(name) || !/^[#\w.%+-]+$/.test(value)) continue
    if (name === 'position' && value !== 'relative') continue
    style[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())] = value
  }
  return style
}
