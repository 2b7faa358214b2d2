import { store } from '../state/store.ts'

/** An upload under way, so that it goes on after a reload: a tab's own, as its outbox is. */
export interface KeptUpload {
  /** When it began, in milliseconds since 1970, and some chance. */
  key: readonly [number, number]
  conversation: string
  /** Counts the uploads of a page; part of the placeholder. */
  number: number
  name: string
  placeholder: string
}

const day = 24 * 60 * 60 * 1000
/** The browser copies what it keeps. Of larger files only the place in the text is kept, and one chooses them again. */
const mostBytes = 1024 * 1024 * 1024

export function keptUploads(conversation: string): KeptUpload[] {
  return all().filter((kept) => kept.conversation === conversation)
}

export async function keepUpload(kept: KeptUpload, file: File): Promise<void> {
  save([...all(), kept])
  if (file.size > mostBytes) return
  await onFiles('readwrite', (files) => files.put(file, [...kept.key])).catch(() => {}) // no room: it will be asked for again
}

export async function forgetUpload({ key }: KeptUpload): Promise<void> {
  save(all().filter((other) => String(other.key) !== String(key)))
  await onFiles('readwrite', (files) => files.delete([...key])).catch(() => {})
}

/** Undefined when the browser had no room for it. */
export async function keptFile({ key }: KeptUpload): Promise<File | undefined> {
  return onFiles<File | undefined>('readonly', (files) => files.get([...key])).catch(() => undefined)
}

function all(): KeptUpload[] {
  return JSON.parse(sessionStorage.getItem(storageKey()) ?? '[]')
}

function save(uploads: readonly KeptUpload[]): void {
  sessionStorage.setItem(storageKey(), JSON.stringify(uploads))
}

function storageKey(): string {
  return `landline.uploads.${store.getState().me}`
}

let opening: Promise<IDBDatabase> | undefined

async function onFiles<T>(mode: IDBTransactionMode, work: (files: IDBObjectStore) => IDBRequest): Promise<T> {
  opening ??= open()
  const files = (await opening).transaction('files', mode).objectStore('files')
  return answerOf(work(files))
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('landline.uploads', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('files')
  const database = await answerOf<IDBDatabase>(request)
  const old = IDBKeyRange.upperBound([Date.now() - day]) // of tabs that were closed; the server has forgotten its part, too
  database.transaction('files', 'readwrite').objectStore('files').delete(old)
  return database
}

function answerOf<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
