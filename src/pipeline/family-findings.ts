/** What can be wrong with splits, merges and groups, seen over all steps. */
import type { StepDefinition } from './definition.ts'
import { planFamilies } from './families.ts'
import type { Finding } from './zod-problems.ts'

/** @param list under which key of the file the steps stand; there is no item to split in `after` */
export function familyFindings(steps: readonly StepDefinition[], list: 'steps' | 'after'): readonly Finding[] {
  const { stray } = planFamilies(steps.map(({ kind }) => kind))
  const brackets = steps.flatMap((step, index) => (step.kind === 'split' || step.kind === 'merge' ? [{ step, index }] : []))
  const grouped = steps.flatMap((step, index) => (step.group === undefined ? [] : groupFindings(step, [list, index])))
  if (list === 'after')
    return [...grouped, ...brackets.map(({ step, index }) => finding([list, index, step.kind], afterBatch(step)))]
  const strays = stray.map(({ step }) =>
    finding([list, step, 'merge'], 'Expected a `split` before this `merge`, got none that is still open.'),
  )
  return [...strays, ...grouped, ...brackets.flatMap(({ step, index }) => bracketFindings(step, [list, index]))]
}

function groupFindings({ kind, optional }: StepDefinition, at: Finding['path']): readonly Finding[] {
  const perItem = ['keep', 'split', 'merge'].includes(kind)
  const checks: readonly (readonly [boolean, string, string])[] = [
    [!perItem, 'group', `A \`${kind}\` looks at one item at a time: it takes no \`group\`.`],
    [!optional, 'optional', 'A grouped step cannot be optional: what fails is found by trying it alone.'],
    [at[0] !== 'after', 'group', 'After the batch there are no items any more to be grouped.'],
  ]
  return checks.filter(([holds]) => !holds).map(([, key, message]) => finding([...at, key], message))
}

function bracketFindings({ kind, when, optional, effects, scope }: StepDefinition, at: Finding['path']): readonly Finding[] {
  const always = `A \`${kind}\` is always done: put the condition on a step of its own before it, { when: … }, which skips the item.`
  const checks: readonly (readonly [boolean, string, string])[] = [
    [when === undefined, 'when', always],
    [scope?.when === undefined, kind, `A recipe with a \`${kind}\` is always done: the recipe step takes no \`when\`.`],
    [!optional, 'optional', `A \`${kind}\` cannot be optional: what comes behind it needs it.`],
    [effects === undefined, 'effects', `A \`${kind}\` changes nothing outside: it takes no \`effects\`.`],
  ]
  return checks.filter(([holds]) => !holds).map(([, key, message]) => finding([...at, key], message))
}

function afterBatch({ kind }: StepDefinition): string {
  return `A \`${kind}\` belongs under \`steps\`: after the batch there is no item any more.`
}

function finding(path: Finding['path'], message: string): Finding {
  return { path, message, isKey: true }
}
