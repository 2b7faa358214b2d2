import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SettingRefused, SettingsFile } from './landline-json.ts'
import { StartProblem } from './problem.ts'
import { initialSettings } from './settings.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'landline-settings-'))
  file = path.join(folder, 'landline.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function problemWith(text: string): string {
  writeFileSync(file, text)
  try {
    new SettingsFile(file)
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    expect(readFileSync(file, 'utf8')).toBe(text) // kept as it is
    expect(error).toMatchObject({ code: 'SETTINGS_INVALID', nextStep: expect.stringContaining('left as it is') })
    return error.message.replace(file, 'landline.json')
  }
  throw new Error('the file was accepted')
}

test('a first start writes every setting where a person can read it', () => {
  expect(new SettingsFile(file).get()).toEqual(initialSettings)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(initialSettings)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a setting that the file does not have is as at first', () => {
  writeFileSync(file, '{ "port": 8080 }')
  expect(new SettingsFile(file).get()).toEqual({ ...initialSettings, port: 8080 })
})

test('a change is on disk, and keeps what a person or a newer Landline wrote', () => {
  writeFileSync(file, '\uFEFF{\n  "port": 8080,\n  "futureThing": { "a": [1, 2] }\n}')
  const settings = new SettingsFile(file)
  const heard: number[] = []
  settings.onChange(({ port }) => heard.push(port))
  writeFileSync(file, '{ "logLevel": "debug", "futureThing": { "a": [1, 2] } }') // somebody edits it while we run

  settings.change({ port: 8081 })

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ logLevel: 'debug', futureThing: { a: [1, 2] }, port: 8081 })
  expect(settings.get()).toMatchObject({ logLevel: 'debug', port: 8081 })
  expect(heard).toEqual([8081])
  expect(readdirSync(folder)).toEqual(['landline.json'])
})

test('a value that cannot be is refused, and nothing is written', () => {
  const settings = new SettingsFile(file)
  const before = readFileSync(file, 'utf8')

  expect(() => settings.change({ publicUrl: 'chat.example.org' })).toThrow(new SettingRefused('publicUrl', 'chat.example.org'))
  expect(() => settings.change({ host: 'not an address' })).toThrow('“host” should be one IP address of this computer')

  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(settings.get()).toEqual(initialSettings)
})

test('a file that was broken by hand while we ran is not overwritten', () => {
  const settings = new SettingsFile(file)
  writeFileSync(file, '{ "port": 80')
  expect(() => settings.change({ port: 8081 })).toThrow(StartProblem)
  expect(readFileSync(file, 'utf8')).toBe('{ "port": 80')
})

test.each([
  [
    '{\n  "tls": "off",\n  "port": "80"\n}',
    'line 3: “port” should be a whole number from 1 to 65535 (0 takes any free one), not "80".',
  ],
  [
    '{ "openToNetwork": "yes" }',
    'line 1: “openToNetwork” should be true (other computers may connect) or false (this computer only), not "yes".',
  ],
  [
    '{\n  "prot": 80\n}',
    'line 2: there is no “prot”; it should be “port”: a whole number from 1 to 65535 (0 takes any free one).',
  ],
  ['{ "loglevel": "info" }', 'line 1: there is no “loglevel”; it should be “logLevel”: "debug", "info", "warn" or "error".'],
  ['{ "port": 80,\n "port": 81 }', 'line 2: “port” is there twice; keep one of the two.'],
  ['[]', 'line 1: the file should be one JSON object, in { and }.'],
])('%j is refused by line, key and what it should be', (text, message) => {
  expect(problemWith(text)).toBe(`landline.json, ${message}`)
})

test.each([
  ['{\n  "port": 80\n  "tls": "off"\n}', 'line 3: after “port” this is not JSON: unexpected text.'],
  ['{\n  "port": 80,\n}', 'line 3: after “port” this is not JSON: unexpected }.'],
  ['{ "tls": off }', `line 1: after “tls” this is not JSON: unexpected character 'o'. “tls” should be "off".`],
  ['', 'line 1: this is not JSON: unexpected end of input.'],
  ['{ "port": 80', 'line 1: after “port” this is not JSON: unexpected end of input.'],
])('%j, which is not JSON, is refused by line and key', (text, message) => {
  expect(problemWith(text)).toContain(message)
})
