declare module 'zulip-js' {
  /** A nest of functions that each take parameters and answer the server's JSON. */
  const connect: (config: Readonly<Record<string, string>>) => Promise<any>
  export default connect
}
