/** The figures that good code is held to here, each with its goal. */
import { mutualFolders } from '../test/support/import-ranks.ts'
import { type Fault, type FileFigures, interfaceMembers, measure, percentile } from './measure.ts'
import { publicExports } from './public-docs.ts'
import type { SourceFile } from './source-tree.ts'

export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: '' | '%'
  readonly goal: { readonly from?: number; readonly to?: number }
  /** What makes it so: files or places, worst first. */
  readonly because: readonly string[]
}

export interface Tree {
  readonly sources: readonly SourceFile[]
  /** Every file of the project, to find the tests. */
  readonly tests: ReadonlySet<string>
}

/** The seams that others implement. */
const contracts = [
  'src/sources/source.ts#Source',
  'src/steps/step.ts#Step',
  'src/sinks/sink.ts#ItemSink',
  'src/sinks/sink.ts#ProjectionSink',
  'src/engine/gates/gate.ts#Gate',
  'src/ledger/ledger.ts#Ledger',
]

/** Doors hold only re-exports, contracts only types: neither has behaviour that a test could look at. */
function holdsBehaviour({ functions, path }: FileFigures): boolean {
  return functions.length > 0 && !path.endsWith('.d.ts')
}

export function isHeld({ value, goal }: Figure): boolean {
  return value >= (goal.from ?? Number.NEGATIVE_INFINITY) && value <= (goal.to ?? Number.POSITIVE_INFINITY)
}

export function figures(tree: Tree): Figure[] {
  const files = tree.sources.map(measure)
  return [...sizes(files), ...shapes(files), ...habits(files), ...structure(tree, files)]
}

function sizes(files: readonly FileFigures[]): Figure[] {
  const lines = files.map((file) => file.lines)
  const longest = files.toSorted((a, b) => b.lines - a.lines).map((file) => `${file.path} ${file.lines}`)
  return [
    { name: 'file lines, p50', value: percentile(lines, 0.5), unit: '', goal: { to: 100 }, because: [] },
    { name: 'file lines, p90', value: percentile(lines, 0.9), unit: '', goal: { to: 220 }, because: longest },
    { name: 'file lines, longest', value: Math.max(0, ...lines), unit: '', goal: { to: 300 }, because: longest },
  ]
}

function shapes(files: readonly FileFigures[]): Figure[] {
  const functions = files.flatMap((file) => file.functions)
  const lines = functions.map((each) => each.lines)
  const longest = functions.toSorted((a, b) => b.lines - a.lines).map((each) => `${each.path}:${each.line} ${each.lines} lines`)
  const widest = functions.filter(({ parameters }) => parameters > 3).map((each) => `${each.path}:${each.line}`)
  return [
    { name: 'function lines, p50', value: percentile(lines, 0.5), unit: '', goal: { to: 8 }, because: [] },
    { name: 'function lines, p90', value: percentile(lines, 0.9), unit: '', goal: { to: 20 }, because: longest },
    {
      name: 'functions over 50 lines',
      value: lines.filter((each) => each > 50).length,
      unit: '',
      goal: { to: 0 },
      because: longest,
    },
    {
      name: 'most parameters',
      value: Math.max(0, ...functions.map((each) => each.parameters)),
      unit: '',
      goal: { to: 3 },
      because: widest,
    },
  ]
}

function habits(files: readonly FileFigures[]): Figure[] {
  const total = (field: 'lets' | 'declarations' | 'commentLines' | 'lines') => files.reduce((sum, file) => sum + file[field], 0)
  const never = (name: string, fault: Fault): Figure => {
    const because = files.flatMap(({ path, faults }) => faults[fault].map((line) => `${path}:${line}`))
    return { name, value: because.length, unit: '', goal: { to: 0 }, because }
  }
  return [
    never('default exports', 'defaultExport'),
    never('`any`', 'any'),
    never('`!` assertions', 'assertion'),
    never('casts without a reason beside them', 'bareCast'),
    never('TODO and its kin', 'todo'),
    {
      name: '`let` among declarations',
      value: percent(total('lets'), total('declarations')),
      unit: '%',
      goal: { to: 10 },
      because: [],
    },
    {
      name: 'comment lines',
      value: percent(total('commentLines'), total('lines')),
      unit: '%',
      goal: { from: 10, to: 20 },
      because: [],
    },
  ]
}

function structure({ sources, tests }: Tree, files: readonly FileFigures[]): Figure[] {
  const behaving = files.filter(holdsBehaviour)
  const untested = behaving.filter(({ path }) => !tests.has(path.replace(/\.ts$/, '.test.ts'))).map(({ path }) => path)
  const pairs = mutualFolders(sources)
  const members = interfaceMembers(sources)
  const wide = contracts.map((name) => ({ name, count: members.get(name) ?? 0 })).filter(({ count }) => count > 4)
  const open = publicExports(sources)
  const bare = open.filter(({ isDocumented }) => !isDocumented).map(({ name, path }) => `${name} (${path})`)
  const widest = Math.max(0, ...contracts.map((name) => members.get(name) ?? 0))
  return [
    {
      name: 'files with a test of the same name',
      value: percent(behaving.length - untested.length, behaving.length),
      unit: '%',
      goal: { from: 90 },
      because: untested,
    },
    { name: 'folders that import each other', value: pairs.length, unit: '', goal: { to: 0 }, because: pairs },
    { name: 'members of the widest contract', value: widest, unit: '', goal: { to: 4 }, because: wide.map(({ name }) => name) },
    {
      name: 'public exports with a comment',
      value: percent(open.length - bare.length, open.length),
      unit: '%',
      goal: { from: 100 },
      because: bare,
    },
  ]
}

/** In whole percent with one decimal; an empty whole is all there. */
function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((part / whole) * 1000) / 10
}
