/** Templates in the output section can hold filters that do not exist: found before the first item. */
import { atPlace } from './at-place.ts'
import type { OutputDefinition } from './definition.ts'
import { placeholdersIn } from './placeholders.ts'
import type { Places } from './places.ts'

/** Throws UsageError with the place of the template. */
export function checkOutputTexts({ naming, layout }: OutputDefinition, places: Places): void {
  atPlace(places.placeOf(['output', 'naming']), () => placeholdersIn(naming ?? ''))
  atPlace(places.placeOf(['output', 'layout']), () => placeholdersIn(layout))
}
