const tags = new Set(
  `span math semantics annotation mrow mi mo mn mtext mspace ms msup msub msubsup mfrac msqrt mroot mover munder munderover mtable
   mtr mtd mlabeledtr mpadded mphantom mstyle menclose mglyph svg path line img`.split(/\s+/),
)
const attributes = new Set(
  `class style aria-hidden xmlns display encoding width height viewbox preserveaspectratio d x1 x2 y1 y2 stroke-width fill stroke
   accent accentunder stretchy fence separator lspace rspace minsize maxsize mathvariant mathcolor mathbackground mathsize
   scriptlevel displaystyle linethickness columnalign columnspacing columnlines rowspacing rowlines rowalign notation voffset
   form movablelimits symmetric largeop depth side frame`.split(/\s+/),
)
const style = /^(?:[a-z-]+:\s*[#\w.%+\- ]+;\s*)+$/i

/** KaTeX's output: its elements and attributes alone, no address anywhere in it, styles that only place and colour. */
export function strayMath(root: Element, report: string[]): void {
  for (const element of [root, ...Array.from(root.querySelectorAll('*'))]) {
    if (!tags.has(element.localName)) report.push(`unknown in math: ${element.localName}`)
    for (const { name, value } of Array.from(element.attributes)) {
      if (!attributes.has(name.toLowerCase())) report.push(`attribute in math: ${name}="${value}"`)
      if (name === 'style' && !style.test(value)) report.push(`style in math: ${value}`)
    }
  }
}
