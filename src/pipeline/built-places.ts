/** Where built steps were written: those of a recipe stand in its own file. */
import type { Path, Places } from './places.ts'

export interface StepOrigin {
  readonly places: Places
  /** In that file. */
  readonly path: Path
  /** The step that names the recipe. */
  readonly recipeStep?: StepOrigin
}

/** In a path behind a step: go to the step that names its recipe. */
export const enclosing = '^'

/** The places of a file, with `steps` and `after` counted as they were built. */
export function builtPlaces(places: Places, origins: Readonly<Record<string, readonly StepOrigin[]>>): Places {
  const locate = (path: Path): StepOrigin => {
    const [list, index, ...inside] = path
    const origin = typeof index === 'number' ? origins[String(list)]?.[index] : undefined
    return origin === undefined ? { places, path } : follow(origin, inside)
  }
  return {
    placeOf: (path, part) => {
      const found = locate(path)
      return found.places.placeOf(found.path, part)
    },
    placeOfText: (path, piece, nth) => {
      const found = locate(path)
      return found.places.placeOfText(found.path, piece, nth)
    },
  }
}

function follow(origin: StepOrigin, inside: Path): StepOrigin {
  const [first, ...rest] = inside
  if (first === enclosing && origin.recipeStep !== undefined) return follow(origin.recipeStep, rest)
  return { places: origin.places, path: [...origin.path, ...inside] }
}
