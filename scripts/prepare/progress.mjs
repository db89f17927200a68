const started = performance.now()
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`

/** Prints one line for a step that ran: what it did and how long it took. */
export function say(line, since) {
  const took = since === undefined ? '' : ` (${seconds(performance.now() - since)})`
  process.stdout.write(`${line}${took}\n`)
}

/**
 * Runs one step and prints its line. The step gives a sentence when it did something, or null when it was done before.
 * @param {string} title shown at once when the step may take long
 * @param {() => Promise<string | null>} work
 */
export async function step(title, work) {
  const since = performance.now()
  if (process.stdout.isTTY) process.stdout.write(`${title} …\r`)
  const done = await work()
  if (process.stdout.isTTY) process.stdout.write('\u001b[2K')
  if (done !== null) say(done, since)
}

export const total = () => seconds(performance.now() - started)

/** An expected failure: its message is for the user, without a stack. */
export class Plain extends Error {}

/** Runs a script's main function; a Plain error becomes one sentence and exit code 1. */
export function runScript(main) {
  main().catch((thrown) => {
    process.stderr.write(`${thrown instanceof Plain ? thrown.message : (thrown?.stack ?? thrown)}\n`)
    process.exit(1)
  })
}
