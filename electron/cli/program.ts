import { parseArgs } from 'node:util'
import { toProblem } from '../../shared/protocol/errors.ts'
import { check } from './check.ts'
import type { Command, OptionValues, Outcome, Surroundings } from './command.ts'
import { done, parseOptions, usage } from './command.ts'
import { digest } from './digest.ts'
import { exportCommand } from './export.ts'
import { commandHelp, programHelp } from './help.ts'
import { judge } from './judge.ts'
import { listen } from './listen.ts'
import { simulate } from './simulate.ts'
import { plain } from './terminal-text.ts'
import { verify } from './verify.ts'

export const COMMANDS: readonly Command[] = [listen, judge, digest, verify, exportCommand, check, simulate]

export const EXIT = { done: 0, couldNot: 1, wrongUsage: 2 } as const

interface Parsed {
  readonly values: OptionValues
  readonly positionals: readonly string[]
}

/** Parses the arguments of a command; what parseArgs refuses is wrong usage, in its own words. */
function parse(command: Command, args: readonly string[]): Parsed | Error {
  try {
    return parseArgs({
      args: [...args],
      options: parseOptions(command),
      allowPositionals: command.allowPositionals,
      strict: true,
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

async function runCommand(command: Command, args: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  const parsed = parse(command, args)
  if (parsed instanceof Error)
    return usage(plain(parsed.message.replace(/\.? To specify .*$/su, '.').replaceAll('\n', ' '), 400))
  if (parsed.values['help'] === true) {
    surroundings.output.record(commandHelp(command))
    return done
  }
  return command.run(parsed.values, parsed.positionals, surroundings)
}

async function choose(args: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  const [name, ...rest] = args
  const command = COMMANDS.find((one) => one.name === name)
  if (command !== undefined) return runCommand(command, rest, surroundings)
  if (name === '--version' || name === '-V') {
    surroundings.output.record(surroundings.version)
    return done
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const about = COMMANDS.find((one) => one.name === rest[0])
    surroundings.output.record(about === undefined ? programHelp(COMMANDS) : commandHelp(about))
    return done
  }
  const names = COMMANDS.map((one) => one.name).join(', ')
  if (name === undefined) return usage(`Say what to do: ${names}.`)
  return usage(`"${plain(name, 60)}" is no command; there are ${names}.`)
}

function helpHint(args: readonly string[]): string {
  const command = COMMANDS.find((one) => one.name === args[0])
  return `callback-inspector ${command === undefined ? '' : `${command.name} `}--help says how it is used.`
}

/**
 * Runs the program with these arguments.
 * Out: the exit code, after everything is written: 0 done, 1 could not, 2 wrong usage. Never rejects.
 */
export async function runProgram(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { output } = surroundings
  const outcome = await choose(args, surroundings).catch((thrown: unknown): Outcome => ({
    ok: false,
    problem: toProblem(thrown),
  }))
  await output.flushed()
  if (outcome.ok) return EXIT.done
  if (outcome.problem === null) return EXIT.couldNot
  output.message(plain(outcome.problem.message, 4000))
  if (outcome.problem.code !== 'usage') return EXIT.couldNot
  output.message(helpHint(args))
  return EXIT.wrongUsage
}
