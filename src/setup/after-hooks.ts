/** Hooks that are asked about outputs, as steps behind all others: so they are kept, reused and explained like any step. */
import type { Pipeline, StepDefinition } from '../pipeline/definition.ts'
import { type AfterHook, afterHookKind, afterHookStep } from '../steps/after-hook.ts'
import type { Step } from '../steps/step.ts'
import type { OpenHook, OpenHooks } from './open-hooks.ts'

const stepName = 'batch:item:after'

/** The pipeline with a step for each of them; a stored one has them already. */
export function withAfterHooks(pipeline: Pipeline, { hooks }: Pick<OpenHooks, 'hooks'>): Pipeline {
  const asked = hooks.filter(isAfterHook)
  if (asked.length === 0 || pipeline.steps.some(({ kind }) => kind === afterHookKind)) return pipeline
  const results = [...new Set(pipeline.steps.map(({ output }) => output).toReversed())]
  const steps = asked.map((hook, index) => afterStep(hook, { index, results: index === 0 ? results : ['result', ...results] }))
  return { ...pipeline, steps: [...pipeline.steps, ...steps] }
}

/** What these steps do. */
export function afterHookKinds({ hooks }: Pick<OpenHooks, 'hooks'>): ReadonlyMap<string, Step> {
  const asked = hooks.filter(isAfterHook).map(asAfterHook)
  // A step is only ever given options that its own schema has parsed, so that what they are matters to it alone.
  return new Map([[afterHookKind, afterHookStep(asked) as Step]])
}

function isAfterHook({ questions }: OpenHook): boolean {
  return questions.has('batch:item:after')
}

function asAfterHook({ name, version, reach }: OpenHook): AfterHook {
  const ask: AfterHook['ask'] = (event, text, signal) => {
    if (reach.kind === 'asked') return reach.ask(event, text, signal)
    throw new TypeError(`${name} cannot be asked`)
  }
  return { name, version, ask }
}

interface AfterStep {
  readonly index: number
  readonly results: readonly string[]
}

function afterStep({ name }: OpenHook, { index, results }: AfterStep): StepDefinition {
  return {
    name: index === 0 ? stepName : `${stepName} ${index + 1}`,
    kind: afterHookKind,
    options: { hook: name, results },
    output: 'result',
    // What a hook throws, it means.
    retry: { attempts: 1, backoff: 'constant', delayMs: 0, maxDelayMs: 0, jitter: false },
    optional: false,
    reads: [],
  }
}
