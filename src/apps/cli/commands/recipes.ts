import type { Command } from 'commander'
import type { Json, JsonObject } from '../../../index.ts'
import { safe } from '../../terminal/text.ts'
import type { Face } from '../face.ts'
import { ResultStream } from '../result-stream.ts'
import { tableLines } from '../table.ts'

interface RecipeFlags {
  readonly json?: boolean
}

export function defineRecipes(command: Command, face: Face): void {
  command
    .argument('[NAME]', 'one recipe in full')
    .option('--json', 'print JSON')
    .action(async (name: string | undefined, flags: RecipeFlags) => {
      const stream = new ResultStream(face.stdout)
      const { describeRecipe, listRecipes } = await import('../../../index.ts')
      if (name === undefined) {
        const recipes = await listRecipes()
        const rows = recipes.map((recipe) => [recipe.name, recipe.description])
        return void (await (flags.json === true
          ? stream.json(recipes)
          : stream.lines(tableLines({ head: ['recipe', 'what it does'], rows }))))
      }
      const recipe = await describeRecipe(name)
      await (flags.json === true ? stream.json(recipe) : stream.lines(recipeLines(recipe)))
    })
}

interface Recipe {
  readonly name: string
  readonly description: string
  readonly file?: string
  readonly config: JsonObject
  readonly configSchema: JsonObject
  readonly steps: readonly JsonObject[]
}

function recipeLines({ name, description, file, config, configSchema, steps }: Recipe): readonly string[] {
  const keys = configKeys(config, configSchema)
  return [
    `${safe(name)}: ${safe(description, 1000)}`,
    `run it with \`millrace run ${safe(name)} INPUT…\`, copy it to change it with \`millrace init ${safe(name)}\``,
    '',
    `steps: ${steps.map((step, index) => safe(String(step['name'] ?? step['tool'] ?? `step ${index + 1}`), 60)).join(' → ')}`,
    ...(keys.length === 0 ? [] : ['config:', ...keys]),
    ...(file === undefined ? [] : [`file: ${safe(file, 400)}`]),
  ]
}

function configKeys(config: JsonObject, schema: JsonObject): readonly string[] {
  const described = asObject(schema['properties'])
  const names = [...new Set([...Object.keys(described), ...Object.keys(config)])]
  return names.map((name) => {
    const about = asObject(described[name])
    const fallback = config[name] ?? about['default']
    const shown = fallback === undefined ? '' : ` = ${JSON.stringify(fallback)}`
    return `  ${safe(name, 60)}${safe(shown, 200)}${typeof about['description'] === 'string' ? `  ${safe(about['description'], 300)}` : ''}`
  })
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {} // no list, no null
}
