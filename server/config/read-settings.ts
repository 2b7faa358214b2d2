import { type MemberNode, type ObjectNode, parse } from '@humanwhocodes/momoa'
import { StartProblem } from './problem.ts'
import { initialSettings, type SettingName, type Settings, settingNames, settingsTable } from './settings.ts'

export interface SettingsText {
  readonly settings: Settings
  /** All of the file, those keys included that we do not know: a newer Landline, or a person, wrote them. */
  readonly everything: Readonly<Record<string, unknown>>
}

/**
 * Reads the text of a settings file.
 * @throws StartProblem SETTINGS_INVALID that names the line, the key and what it should be
 */
export function readSettings(text: string, file: string): SettingsText {
  const members = parseObject(text, file)
  const everything: Record<string, unknown> = {}
  for (const { name, value, line } of members) {
    if (Object.hasOwn(everything, name)) throw invalid(file, line, `“${name}” is there twice; keep one of the two`)
    refuseMisspelt(name, line, file)
    if (isSettingName(name) && !settingsTable[name].schema.safeParse(value).success) {
      throw invalid(file, line, `“${name}” should be ${settingsTable[name].shouldBe}, not ${JSON.stringify(value)}`)
    }
    everything[name] = value
  }
  const known = Object.fromEntries(Object.entries(everything).filter(([name]) => isSettingName(name)))
  return { settings: { ...initialSettings, ...known }, everything }
}

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(settingsTable, name)

interface Member {
  readonly name: string
  readonly value: unknown
  readonly line: number
}

function parseObject(text: string, file: string): Member[] {
  const body = parseText(text.replace(/^\uFEFF/, ''), file) // Windows' Notepad begins files with a byte order mark
  if (body.type !== 'Object') throw invalid(file, 1, 'the file should be one JSON object, in { and }')
  const values = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>
  return (body as ObjectNode).members.map((member: MemberNode) => {
    const name = member.name.type === 'String' ? member.name.value : member.name.name
    return { name, value: values[name], line: member.loc.start.line }
  })
}

const characters: Readonly<Record<string, string>> = {
  LBrace: '{',
  RBrace: '}',
  LBracket: '[',
  RBracket: ']',
  Comma: 'comma',
  Colon: 'colon',
  String: 'text',
  Number: 'number',
  Boolean: 'true or false',
  Null: 'null',
}

const commonMistakes = 'Look for a missing or superfluous comma, quote or colon'

function parseText(text: string, file: string) {
  try {
    return parse(text).body
  } catch (error) {
    const { line, offset, message } = error as Error & { line: number; offset: number }
    const what = message.replace(/^Unexpected /, '').replace(/ found\. \(.*\)$/, '')
    const found = what.replace(/^token (\w+)$/, (_, token: string) => characters[token] ?? token)
    const [, lastKey = '', colon] = [...text.slice(0, offset).matchAll(/"(\w+)"\s*(:\s*)?/g)].at(-1) ?? []
    const where = lastKey && `after “${lastKey}” `
    const hint = colon && isSettingName(lastKey) ? `“${lastKey}” should be ${settingsTable[lastKey].shouldBe}` : commonMistakes
    throw invalid(file, line, `${where}this is not JSON: unexpected ${found}. ${hint}`)
  }
}

function refuseMisspelt(name: string, line: number, file: string): void {
  if (isSettingName(name)) return
  const meant = settingNames.find((known) => isNearly(name.toLowerCase(), known.toLowerCase()))
  if (meant) throw invalid(file, line, `there is no “${name}”; it should be “${meant}”: ${settingsTable[meant].shouldBe}`)
}

/** One letter too many, too few, wrong, or two swapped (or a matter of case: the caller folds it). */
function isNearly(a: string, b: string): boolean {
  if (a === b) return true
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  const swapped = restA.slice(0, 2) === [...restB.slice(0, 2)].reverse().join('') && restA.slice(2) === restB.slice(2)
  return swapped || restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB
}

const invalid = (file: string, line: number, what: string): StartProblem =>
  new StartProblem(
    'SETTINGS_INVALID',
    `${file}, line ${line}: ${what}.`,
    'Correct that line and start Landline again; the file was left as it is.',
  )
