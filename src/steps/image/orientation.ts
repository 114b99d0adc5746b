/** Whether a picture was really turned, mirrored and cropped as its header asks. */
import sharp from 'sharp'
import type { Size } from './avif/properties.ts'
import { imageError } from './image-errors.ts'
import { type Picture, sizeAfter, type Transformation } from './picture.ts'

const side = 32
const storedSide = 256

/** Brightness of a square of cells, row by row. */
type Cells = readonly number[]

/**
 * Compares the result, cell by cell, with the picture as stored, seen through the header's transformations.
 * Of the eight ways to lay a square down, the one asked for has to fit best.
 * @throws PermanentError IMAGE_ORIENTATION_LOST.
 */
export async function checkOrientation(stored: string | Buffer, result: string, picture: Picture): Promise<void> {
  const asked = seenThrough(await cellsOf(stored, storedSide), picture)
  const got = await cellsOf(result, side)
  const differences = symmetries.map((lay) => difference(asked, got, lay))
  const [asIs = 0, ...others] = differences
  if (asIs <= Math.min(...others) * 1.05 + 0.5) return
  const asks = picture.transformations.map((step) => step.kind).join(', then ')
  throw imageError('IMAGE_ORIENTATION_LOST', `Expected the picture as its header asks (${asks}), got it laid another way.`)
}

async function cellsOf(input: string | Buffer, count: number): Promise<Cells> {
  const image = sharp(input, { limitInputPixels: false, ignoreIcc: true }).removeAlpha().greyscale()
  return [...(await image.resize(count, count, { fit: 'fill' }).toColourspace('b-w').raw({ depth: 'uchar' }).toBuffer())]
}

/** What each cell of the result should show, found by walking back to the stored picture. */
function seenThrough(stored: Cells, { stored: size, transformations }: Picture): Cells {
  const steps = transformations.map((step, index) => ({ step, before: sizeAfter(size, transformations.slice(0, index)) }))
  return squareCells().map(({ x, y }) => {
    const place = steps.reduceRight((at, { step, before }) => placeBefore(at, step, before), {
      x: (x + 0.5) / side,
      y: (y + 0.5) / side,
    })
    return stored[Math.floor(place.y * storedSide) * storedSide + Math.floor(place.x * storedSide)] ?? 0
  })
}

interface Place {
  /** 0 to 1, from the left. */
  readonly x: number
  /** 0 to 1, from the top. */
  readonly y: number
}

/** Where a place lay before one transformation. */
function placeBefore({ x, y }: Place, step: Transformation, before: Size): Place {
  if (step.kind === 'crop')
    return { x: (step.left + x * step.width) / before.width, y: (step.top + y * step.height) / before.height }
  if (step.kind === 'mirror') return step.axis === 'vertical' ? { x, y: 1 - y } : { x: 1 - x, y }
  const quarters: readonly Place[] = [
    { x, y },
    { x: y, y: 1 - x },
    { x: 1 - x, y: 1 - y },
    { x: 1 - y, y: x },
  ]
  return quarters[step.turns] ?? { x, y }
}

type Lay = (x: number, y: number) => readonly [number, number]

const last = side - 1
const symmetries: readonly Lay[] = [
  (x, y) => [x, y],
  (x, y) => [last - x, y],
  (x, y) => [x, last - y],
  (x, y) => [last - x, last - y],
  (x, y) => [y, x],
  (x, y) => [last - y, x],
  (x, y) => [y, last - x],
  (x, y) => [last - y, last - x],
]

function difference(asked: Cells, got: Cells, lay: Lay): number {
  const differences = squareCells().map(({ x, y }) => {
    const [column, row] = lay(x, y)
    return Math.abs((asked[y * side + x] ?? 0) - (got[row * side + column] ?? 0))
  })
  return differences.reduce((sum, value) => sum + value, 0) / differences.length
}

function squareCells(): readonly { readonly x: number; readonly y: number }[] {
  return Array.from({ length: side * side }, (_, index) => ({ x: index % side, y: Math.floor(index / side) }))
}
