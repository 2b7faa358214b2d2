declare module 's3rver' {
  /** What s3rver keeps its files with; see its lib/stores/filesystem.js. */
  export interface S3rverStore {
    getResourcePath(bucket: string, key: string | undefined, resource: string): string
    putMetadata(bucket: string, key: string, metadata: unknown, md5: string): Promise<void>
    putObject(object: S3rverObject): Promise<S3rverWritten>
    putPart(bucket: string, uploadId: string, partNumber: number, content: NodeJS.ReadableStream): Promise<S3rverWritten>
  }
  export interface S3rverObject {
    readonly bucket: string
    readonly key: string
    readonly metadata: unknown
    readonly content: NodeJS.ReadableStream | Buffer
  }
  export interface S3rverWritten {
    readonly size: number
    readonly md5: string
  }
  export default class S3rver {
    readonly store: S3rverStore
    constructor(options: Readonly<Record<string, unknown>>)
    run(): Promise<unknown>
    close(): Promise<void>
  }
}
