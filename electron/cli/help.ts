import type { Command, OptionSpec } from './command.ts'

const PROGRAM = 'callback-inspector'
const WIDTH = 100

/** Breaks a paragraph into lines of at most `width` characters. */
function wrap(paragraph: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

const label = (name: string, { value }: OptionSpec): string => `--${name}${value === undefined ? '' : ` ${value}`}`

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const left = Math.max(...rows.map(([first]) => first.length))
  return rows.flatMap(([first, second]) =>
    wrap(second, WIDTH - left - 4).map((line, index) => `  ${(index === 0 ? first : '').padEnd(left)}  ${line}`),
  )
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, spec]) => [label(name, spec), spec.help] as const)
  return [
    `${PROGRAM} ${command.name} ${command.usage}`,
    '',
    ...wrap(command.summary, WIDTH),
    '',
    'Options',
    ...table([...options, ['--help', 'Show this help.']]),
    ...command.notes.flatMap((note) => ['', ...wrap(note, WIDTH)]),
  ].join('\n')
}

/** The help of the whole program. */
export function programHelp(commands: readonly Command[]): string {
  return [
    `${PROGRAM} COMMAND [OPTION …]`,
    '',
    'Captures the callbacks of Resurs Bank byte for byte and says whether each is genuine and delivered.',
    '',
    'Commands',
    ...table(commands.map(({ name, summary }) => [name, summary] as const)),
    '',
    'Options',
    ...table([
      ['--help', `Show this help; ${PROGRAM} COMMAND --help shows that of a command.`],
      ['--version', 'Show the version.'],
    ]),
    '',
    'Records go to standard output, messages to standard error. Exit codes: 0 done, 1 could not, 2 wrong usage.',
  ].join('\n')
}
