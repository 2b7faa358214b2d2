const text = 0x81 // a final frame of text
const length16 = 126
const length64 = 127

/** A whole WebSocket text message as a server sends it: unmasked, in one frame. @see RFC 6455, section 5.2 */
export function textFrame(message: string): Buffer {
  const payload = Buffer.from(message)
  return Buffer.concat([header(payload.length), payload])
}

function header(length: number): Buffer {
  if (length < length16) return Buffer.from([text, length])
  if (length < 65_536) {
    const bytes = Buffer.from([text, length16, 0, 0])
    bytes.writeUInt16BE(length, 2)
    return bytes
  }
  const bytes = Buffer.alloc(10)
  bytes.set([text, length64])
  bytes.writeBigUInt64BE(BigInt(length), 2)
  return bytes
}
