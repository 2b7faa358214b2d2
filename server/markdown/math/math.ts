import type { MarkdownIt, StateInline } from 'markdown-it'
import type { FencedPart } from '../blocks/fences.ts'
import type { Environment } from '../environment.ts'
import { escapeText } from '../escape.ts'
import { isWordCharacter, maskedSource } from '../inline/masked-source.ts'

/** ` ```math ` blocks and `$$inline$$`, by KaTeX. TeX that it does not understand is shown as it was written. */
export function math(md: MarkdownIt): void {
  md.inline.ruler.push('math', inlineMath)
  md.renderer.rules.tex = (tokens, index, _options, env) => {
    const tex = tokens[index]!.content
    return render(tex, false, env as unknown as Environment) ?? `<span class="tex-error">${escapeText(`$$${tex}$$`)}</span>`
  }
  md.renderer.rules.math = (tokens, index, _options, env) => {
    const { tex } = tokens[index]!.meta!.part as FencedPart & { kind: 'math' }
    const formulas = tex.split('\n\n').map((formula) => displayed(formula, env as unknown as Environment))
    return `<p>${formulas.join('\n\n')}</p>`
  }
}

const tex = /\$\$([^\n_$](?:\\\$|[^$\n])*)\$\$(?!\$)/y

function inlineMath(state: StateInline, silent: boolean): boolean {
  const source = maskedSource(state)
  if (!source.startsWith('$$', state.pos) || isWordCharacter(source, state.pos - 1) || source[state.pos - 1] === '$') return false
  tex.lastIndex = state.pos
  const match = tex.exec(source)
  if (!match || isWordCharacter(source, tex.lastIndex)) return false
  if (!silent) state.push('tex', '', 0).content = state.src.slice(state.pos + 2, tex.lastIndex - 2)
  state.pos = tex.lastIndex
  return true
}

const displayed = (formula: string, env: Environment): string =>
  render(formula, true, env) ??
  `<span class="tex-error">${escapeText(formula).replaceAll('"', '&quot;').replaceAll("'", '&#x27;')}</span>`

function render(source: string, display: boolean, { helpers, budget }: Environment): string | undefined {
  return budget.mayRenderTex(source) ? helpers.renderTex?.(source, display) : undefined
}
