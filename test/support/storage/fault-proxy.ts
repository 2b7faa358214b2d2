import { createServer as createPlain, type IncomingMessage, type RequestListener, request, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { S3Server } from './s3-server.ts'

/** What happens to one call on its way to the provider and back. */
export type Fault =
  | 'none'
  /** The connection breaks before the provider hears anything, in the middle of its answer, or after it did the work. */
  | 'reset before'
  | 'reset in answer'
  | 'reset after'
  /** Nobody answers. */
  | 'silence'
  /** The answer is half of what it should be, with or without saying that more was to come. */
  | 'short body'
  | 'short body that looks whole'
  | { readonly status: number; readonly code: string; readonly headers?: Readonly<Record<string, string>> }

export interface ProxiedCall {
  /** From 1. */
  readonly number: number
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
}

/** A provider seen through a network that has its moods. */
export interface FaultProxy extends S3Server {
  /** Decides for each call; none at first. */
  fault: (call: ProxiedCall) => Fault
  /** Of the line, each way; as fast as it goes at first. */
  bytesPerSecond: number
  /** What becomes of a provider's refusals. */
  status: (status: number) => number
  calls: number
}

export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** @param certificate speaks HTTPS with it, else HTTP */
export async function startFaultProxy(provider: S3Server, certificate?: Certificate): Promise<FaultProxy> {
  const answer: RequestListener = (incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming
    const call = { number: ++proxy.calls, method, path: url, headers }
    forward(provider.endpoint, incoming, outgoing, proxy.fault(call), proxy).catch(() => outgoing.destroy())
  }
  const server = certificate ? createSecure(certificate, answer) : createPlain(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { endpoint: _, ...rest } = provider
  const proxy: FaultProxy = {
    ...rest,
    endpoint: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: () => 'none',
    bytesPerSecond: Number.POSITIVE_INFINITY,
    status: (status) => status,
    calls: 0,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

async function forward(
  endpoint: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Fault,
  { status, bytesPerSecond }: Pick<FaultProxy, 'status' | 'bytesPerSecond'>,
): Promise<void> {
  if (fault === 'silence') return void (await delay(3_600_000, undefined, { ref: false }))
  if (fault === 'reset before') return void incoming.socket.destroy()
  if (typeof fault === 'object') {
    incoming.resume()
    await new Promise((resolve) => incoming.on('end', resolve))
    const body =
      incoming.method === 'HEAD' ? '' : `<Error><Code>${fault.code}</Code><Message>A fault of the test</Message></Error>`
    outgoing.writeHead(fault.status, { 'content-type': 'application/xml', ...fault.headers }).end(body)
    return
  }
  const { hostname, port } = new URL(endpoint)
  // Host stays as the client wrote it: it is part of what was signed.
  const { method, url: path, headers } = incoming
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, resolve).on('error', reject)
    pipeline(slowed(incoming, bytesPerSecond), sent, leave)
  })
  const chunks: Buffer[] = []
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const half = body.subarray(0, Math.floor(body.length / 2))
  if (fault === 'reset after') return void incoming.socket.destroy()
  if (fault === 'reset in answer' || fault === 'short body') {
    outgoing.writeHead(status(answer.statusCode!), answer.headers)
    outgoing.write(half, () => setTimeout(() => incoming.socket.destroy(), 20))
    return
  }
  const isShort = fault === 'short body that looks whole'
  const length = isShort ? { 'content-length': String(half.length) } : {}
  outgoing.writeHead(status(answer.statusCode!), { ...answer.headers, ...length })
  pipeline(slowed(Readable.from([isShort ? half : body], { objectMode: false }), bytesPerSecond), outgoing, leave)
}

/** Either side may go away at any time; the other one notices. */
const leave = (): void => {}

/** In pieces, a few of them each second, as a slow line lets them through. */
function slowed(body: Readable, bytesPerSecond: number): Readable {
  if (bytesPerSecond === Number.POSITIVE_INFINITY) return body
  const piece = Math.ceil(bytesPerSecond / 10)
  const trickle = async function* () {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += piece) {
        yield chunk.subarray(at, at + piece)
        await delay(100)
      }
    }
  }
  return Readable.from(trickle(), { objectMode: false })
}
