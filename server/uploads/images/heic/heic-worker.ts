import libheif from 'libheif-js/wasm-bundle.js'
import { answerTasks } from '../../../threads/answer-tasks.ts'

/* A thread of its own, for one picture: it is busy for seconds, and the decoder never gives memory back. */

export interface Pixels {
  /** Red, green, blue and alpha of each, row by row. Shared, so that a hundred megabytes need not be copied from the thread. */
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

answerTasks(async (file: Uint8Array): Promise<Pixels> => {
  await libheif.ready
  const images = new libheif.HeifDecoder().decode(file)
  const image = images.find((one) => one.is_primary()) ?? images[0]
  if (!image) throw new Error('There is no picture in it')
  const [width, height] = [image.get_width(), image.get_height()]
  const pixels: Pixels = { data: new Uint8ClampedArray(new SharedArrayBuffer(width * height * 4)), width, height }
  const filled = await new Promise<object | null>((resolve) => image.display(pixels, resolve))
  if (!filled) throw new Error('Its pixels are damaged')
  return pixels
})
