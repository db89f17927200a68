import { parseArgs } from 'node:util'

export const HELP = `npm run bench [-- options]: measures the figures of this project, each beside its reference in the same run.

  --only 1,2,3       only these figures: 1-8, 10 to 15 (and 9 with --large)
  --quick            shorter and fewer runs: to see that everything works, not to quote
  --large            fills an archive with 1,000,000 callbacks first, and adds what depends on it (several minutes)
  --cold             also times npm start from a fresh clone
  --runtime NAME     node (default) or electron: what floor and listener of figures 1 to 6 run in
  --profile-cpu      adds a profiled run of our listener for figures 1 to 4: where its time goes
  --write-docs       puts table and limits into docs/performance.md
  --out FILE         where the JSON goes (default bench/results/<date>.json)
  --help             this text

Nothing but 127.0.0.1 is loaded. Everything that it starts has ended when it ends; what it stores goes into a folder below
bench/results/, which is removed. Close other programs first: a line says how busy they kept it.
`

export const FIGURES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15']
const OPTIONS = {
  only: { type: 'string' },
  quick: { type: 'boolean', default: false },
  large: { type: 'boolean', default: false },
  cold: { type: 'boolean', default: false },
  runtime: { type: 'string', default: 'node' },
  'profile-cpu': { type: 'boolean', default: false },
  'write-docs': { type: 'boolean', default: false },
  out: { type: 'string' },
  help: { type: 'boolean', default: false },
}

/** In: arguments. Out: the options, or a sentence on what is wrong with them. */
export function readOptions(args) {
  let values
  try {
    ;({ values } = parseArgs({ args, options: OPTIONS }))
  } catch (error) {
    return { wrong: error.message }
  }
  if (!['node', 'electron'].includes(values.runtime))
    return { wrong: `--runtime takes node or electron, not "${values.runtime}".` }
  const wanted =
    values.only?.split(',').map((one) => one.trim()) ?? FIGURES.filter((one) => one !== '9' || values.large)
  const unknown = wanted.find((one) => !FIGURES.includes(one))
  if (unknown !== undefined) return { wrong: `There is no figure "${unknown}" here; there are ${FIGURES.join(', ')}.` }
  if (wanted.includes('9') && !values.large) return { wrong: 'Figure 9 needs --large.' }
  return { values, wanted }
}
