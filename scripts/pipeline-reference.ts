/** The reference of the pipeline file as Markdown: words by hand, tables from the schemas. */
import type * as z from 'zod'
import { recipeStepSchema } from '../src/pipeline/build-recipe.ts'
import { filters } from '../src/pipeline/filters.ts'
import { asObject, jsonSchemaOf } from '../src/pipeline/json-schema-parts.ts'
import { aggregationSchema, builtInFold } from '../src/pipeline/schema-aggregation.ts'
import { outputSchema, pipelineSchema, stepSchema } from '../src/pipeline/schema-file.ts'
import { retrySchema, runSchema } from '../src/pipeline/schema-run.ts'
import { loadKindsOf, partsWith } from '../src/setup/built-in.ts'
import { schemaTables, type Table } from './schema-table.ts'

export function pipelineReference(): string {
  const { steps, sources, sinks } = loadKindsOf(partsWith())
  const named = [...sources].filter(([type]) => type !== 'inline')
  return `${[
    intro,
    '## The file\n',
    table(pipelineSchema, ({ key }) => !isRunKey(key)),
    '## Run options\n\nThe same names work in a config file, in a manifest and as flags.\n',
    table(runSchema),
    '### retry\n',
    table(retrySchema),
    spellings,
    `## input\n\n\`type\` is one of ${words(named)}. The other keys belong to the type.\n`,
    ...named.map(([type, schema]) => section(`### input.type: ${type}`, schema)),
    '## output\n',
    table(outputSchema),
    `\`type\` is one of ${words([...sinks])}. Further keys belong to the type.\n`,
    ...[...sinks].map(([type, schema]) => section(`### output.type: ${type}`, schema)),
    stepIntro,
    table(stepSchema),
    ...[...steps].map(([kind, schema]) =>
      section(kind.startsWith('tool:') ? `### tool: ${kind.slice(5)}` : `### ${kind}:`, schema),
    ),
    recipeIntro,
    table(recipeStepSchema, ({ key }) => key === 'recipe' || key === 'config'),
    recipeRules,
    aggregationIntro,
    table(aggregationSchema),
    '### aggregation.fold\n\nThe path of a module, or an object:\n',
    table(builtInFold),
    foldExample,
    after,
    names,
    filterList(),
    conditions,
    configFile,
  ].join('\n')}\n`
}

const intro = `# The pipeline file

<!-- Written by scripts/docs-reference.ts from the schemas. Change those. -->

A pipeline says where items come from, what is done to each, and where results go. It is written in YAML, TOML or JSON.
\`millrace validate FILE\` checks one; \`millrace schema\` prints its JSON Schema for editors.

\`\`\`yaml
name: shrink
input: { type: files, pattern: "photos/**/*.jpg" }
steps:
  - { tool: image, action: resize, width: 1600 }
output: { path: ./small, layout: by_date }
\`\`\`

A file is found by its path, then by name in \`./pipelines/\`, in \`pipelines\` of the config file, then among the shipped
recipes. Unknown keys are errors, with file, line, column and the key that was probably meant. Files have at most 4 MiB and
64 levels; YAML anchors, aliases, merge keys and tags of one's own are refused. Durations and sizes have units (\`30s\`,
\`1h30m\`, \`512KiB\`).
`

const spellings = `Other spellings: \`max_concurrent\` is \`workers\`; \`max_retries: N\` is \`retry.attempts: N + 1\`, \`retry_failed: false\`
is \`retry.attempts: 1\`; \`input_format\`, \`input_path\`, \`file_pattern\` are \`input.type\`, \`.path\`, \`.pattern\`;
\`output_format\`, \`output_path\` are \`output.type\`, \`.path\`; \`output.organize\` is \`output.layout\`, where \`none\`, \`date\`,
\`size\` and \`dimensions\` are short for \`tree\`, \`by_date\`, \`by_size\` and \`by_dimensions\`; \`output.preserve_structure\` is
\`layout: tree\` (true) or \`flat\` (false).

Outside \`steps\`, an option may come from the config: \`workers: "{config.workers}"\`. It is filled in before the file is
checked, as if the value had been written there. An option that is exactly one placeholder for null is left out.
`

const stepIntro = `## steps

Each entry names what it does: \`tool: filesystem\`, or a key such as \`transform:\`. An entry with nothing but \`when\` skips
the item when the condition is false. These keys every step has; all others belong to its kind.
`

const recipeIntro = `### recipe:

Another pipeline as one step: its steps run in place of this one. They are called \`NAME.STEP\` in the live view, in errors and
in \`millrace explain\`. It is found as pipelines are; a path that begins with a dot starts at the folder of the file that names it.
A resume works with the steps as they were when the batch began.
`

const recipeRules = `- Inside, \`{config.…}\` is the recipe's own config, and relative modules and schemas start at its own folder. Its steps see the names
  of the steps before it. What they set is not seen outside; with \`output\`, the value of the last of them is (null where that
  was passed over).
- \`when\` passes over all of its steps, with the decisions among them. \`retry\`, \`timeout\`, \`optional\` and \`limit\` hold for each of its
  steps that does not say otherwise; then comes the recipe's own \`retry\`, then that of the pipeline.
- Of the recipe, \`steps\`, \`config\`, \`config_schema\`, \`retry\` and \`secrets\` count; \`millrace validate\` notes what does not: its input,
  output, aggregation, run options. A recipe that contains itself is refused with the way round; ten deep is the most.

\`\`\`yaml
steps:
  - { recipe: thumbnails, config: { width: "{config.width}" }, output: thumbnail, when: input.kind == "photo" }
\`\`\`
`

const aggregationIntro = `## aggregation

One result of all, made once, when no item is pending. It is \`summary\` of the batch's result, stands in the report, and, with
\`output\`, in a file. Outputs are read from the ledger in the order of the source, so that equal outputs give equal bytes, however
they came about; 100,000 of them need no more memory than 500. A step \`aggregate: summary\` at the end of \`steps\`, or
\`aggregate_results: true\`, asks for a summary in one sentence; \`aggregate: { … }\` is another place for these keys.
\`aggregate_results: false\` turns it off.
`

const foldExample = `An expression is a path (\`result.bytes\`; an output without the field is passed over) or CEL over the output: \`id\`, \`state\`, \`success\`,
\`result\`, \`error\`, \`metrics\`. A group with more than 10,000 values is refused.

\`\`\`yaml
aggregation:
  fold: { count: true, sum: "result.bytes", group_by: "result.kind" }
  template: "{succeeded} of {total} files, {fold.sum} bytes, {failed} failed"
  output: summary.md
\`\`\`

A module of one's own gets every output that has ended, failed ones too. It is loaded before the first item.

\`\`\`ts
export const initial = { longest: '' } // or a function that makes it
export default (all, output) => (output.id.length > all.longest.length ? { longest: output.id } : all)
export const finish = ({ longest }) => longest // optional
\`\`\`
`

const after = `## after

Steps that run once, in order, on what the batch made: commit, archive, notify. They run behind the aggregation, when no item is
pending, also when some items have failed; never in a dry run. They have the keys of all steps but \`limit\`, \`cost\` and \`group\`, and no
split or merge. A step with nothing but \`when\` ends them where it does not hold. Their names are \`total\`, \`succeeded\`, \`failed\`,
\`skipped\`, \`cancelled\`, \`review\`, \`created_files\` (absolute, by path), \`aggregate\` (the text of the template, else the value of the
fold), \`fold\`, \`output_path\` (the output folder), \`batch_id\`, \`config\`, and the outputs of steps before.
The counts are of outputs: parts that were merged are none, nor are items that their parts stand for.

\`\`\`yaml
after:
  - { name: pack, command: [tar, -czf, all.tar.gz, "{output_path}"] }
  - { name: publish, when: failed == 0, effects: once, command: [./publish, all.tar.gz] }
\`\`\`

One that fails stops the batch: exit code 3, every item stays as it ended, and \`millrace resume\` goes on with that step. What is
done stays done over a resume; when a retry has changed items, everything is done again on what there is then. One with
\`effects: once\` that had begun when its process died is not run again: the batch ends with exit code 3 until a person has said
what happened, with \`millrace review after:STEP --done\`, \`--again\` or \`--fail\`.
`

const names = `## Names

A placeholder is \`{name}\`, \`{name.path}\` or \`{name | filter: argument}\`. Every other brace is left alone, so JSON and code need
no escaping; \`{{name}}\` writes \`{name}\`. A text that is exactly one placeholder keeps the type of the value; in the middle of
text, lists and objects become JSON and null becomes nothing. An inserted value is never looked at again. An unknown name is an
error before the first item runs.

| name | value |
| --- | --- |
| \`input\` | the item's data |
| \`metadata\` | the item's metadata |
| \`config\` | the pipeline's config with everything that overrides it |
| \`envelope\` | the fields around the items of a JSON file |
| \`item.id\` | the item's id |
| \`path\`, \`relative_path\`, \`dir\` | of the item's file: absolute, below the input folder, its folder |
| \`filename\`, \`basename\`, \`stem\`, \`ext\` | \`a.tar.gz\`; \`a.tar\`, twice; \`gz\` |
| \`output_path\` | where the item's output will be; an error where only the work decides it (\`by_size\`, \`by_dimensions\`) |
| \`batch_id\`, \`attempt\` | of the running batch and try |
| \`content\` | what \`tool: filesystem, action: read\` has read |
| \`result\` | the value of the latest step without an \`output\` of its own |
| any \`output\` | the value of that earlier step |
`

const conditions = `## Conditions

\`when\` is written in [CEL](https://cel.dev): \`size(analysis.changes) > 0 && config.mode == "full"\`. Ask \`has(input.alt)\` where a
field may be missing. \`re(text, "pattern")\` looks for a regular expression (RE2 syntax) in time proportional to the text;
\`matches()\` is refused because it can take hours. At most two loops (\`exists\`, \`all\`, \`map\`, \`filter\`) may stand inside each other.
`

const configFile = `## The config file

\`millrace.toml\`, \`.yaml\` or \`.json\` in the working directory holds defaults: run options, the other spellings above, \`pipeline\`
(the one that \`millrace run\` takes) and \`pipelines\` (a table of pipelines by name). The stronger goes first: flag, manifest,
pipeline file, config file, default. The settings may also stand in the \`config\` of an \`[[orchestrators]]\` entry with
\`module = "loop-batch-processor"\`; missing commas between the lines of its inline tables are added, with a warning.

## The manifest

A file for one batch: \`pipeline\` (a name, a path, or \`{ recipe: name }\`), \`config\`, \`items\` (or \`inputs\`: \`id\`, \`data\`, \`metadata\`,
\`priority\`, \`depends_on\`: [who goes first, and who waits for whom](order.md); a text is a path), \`input\`, \`output\` and run
options. A pipeline file with \`type: batch\` is one too. Input and output beside \`pipeline: { recipe: … }\` replace the recipe's as
a whole.`

function section(title: string, schema: z.ZodType): string {
  const tables = schemaTables(jsonSchemaOf(schema))
  if (tables.every(({ rows }) => rows.length === 0)) return `${title}\n\nNo keys of its own.\n`
  return [`${title}\n`, ...tables.map(render)].join('\n')
}

function table(schema: z.ZodType, keep: (row: { readonly key: string }) => boolean = () => true): string {
  return schemaTables(jsonSchemaOf(schema))
    .map(({ title, rows }) => render({ title, rows: rows.filter(keep) }))
    .join('\n')
}

function render({ title, rows }: Table): string {
  const lines = rows.map(({ key, value, about }) => `| \`${key}\` | ${cell(value)} | ${cell(about)} |`)
  return `${title === '' ? '' : `With \`${title}\`:\n\n`}${['| key | value | |', '| --- | --- | --- |', ...lines].join('\n')}\n`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function filterList(): string {
  const rows = Object.entries(filters).map(([name, { about }]) => `| \`${name}\` | ${about} |`)
  return ['### Filters\n', '| filter | the value |', '| --- | --- |', ...rows, ''].join('\n')
}

const runKeys = new Set(Object.keys(asObject(jsonSchemaOf(runSchema)['properties'])))

function isRunKey(key: string): boolean {
  return runKeys.has(key)
}

function words(entries: readonly (readonly [string, unknown])[]): string {
  return entries.map(([word]) => `\`${word}\``).join(', ')
}
