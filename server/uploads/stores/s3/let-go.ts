/**
 * Gives the memory of a piece of a provider's answer back, once nobody looks at it any more. V8 sees so little of such memory that it
 * lets 80 MB of it gather. What is read from a connection has memory of its own, and this must be the last piece in it; what is small
 * may share Node's, and stays.
 */
export function letGo({ buffer, byteOffset, length }: Buffer): void {
  const isLast = byteOffset + length === buffer.byteLength
  if (isLast && length >= Buffer.poolSize / 2 && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
