import { randomUUID } from 'node:crypto'
import type { EndpointProfile } from '../../shared/model/profile.ts'
import { bad, good } from '../../shared/protocol/errors.ts'
import type { Result } from '../../shared/protocol/errors.ts'
import type { RunRequest, RunView } from '../../shared/protocol/simulator.ts'
import { FAULTS } from '../../shared/simulate/faults.ts'
import { KINDS } from '../../shared/simulate/kinds.ts'
import { READY_SCENARIOS } from '../../shared/simulate/ready-scenarios.ts'
import { systemClocks } from '../engine/clocks.ts'
import { findRunning } from '../engine/simulate/running.ts'
import type { Running } from '../engine/simulate/running.ts'
import { simulatorKey } from '../engine/simulate/simulator-key.ts'
import type { SimulatorKey } from '../engine/simulate/simulator-key.ts'
import { createSimulator } from '../engine/simulate/simulator.ts'
import type { Simulator } from '../engine/simulate/simulator.ts'
import type { Command, OptionValues, Outcome, Surroundings } from './command.ts'
import { done, flag, said, text } from './command.ts'
import { dataFolder, dataFolders } from './data-folder.ts'
import { openTrust, PROFILE } from './shared-options.ts'
import { scenarioOf, speedOf } from './simulate-wish.ts'
import { jsonLine, plain } from './terminal-text.ts'

/** Where it is sent, and what the listener there is known by. */
interface Place {
  readonly url: string
  /** Data folder of the listener: its simulator's key is there. */
  readonly folder: string
  readonly running: Running | null
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin.replace('//localhost', '//127.0.0.1') : url)

/** The address that was given, or the listener of this user that was started last. */
function placeOf(values: OptionValues, { environment }: Surroundings): Result<Place> {
  const found = dataFolders(environment).flatMap((folder) =>
    findRunning(folder).map((running) => ({ folder, running })),
  )
  const given = text(values, 'url')
  if (given !== undefined) {
    const match = found.find(({ running }) => running.urls.some((url) => originOf(url) === originOf(given)))
    return good({ url: given, folder: match?.folder ?? dataFolder(environment), running: match?.running ?? null })
  }
  const newest = found.toSorted((one, other) => other.running.startedAt - one.running.startedAt)[0]
  const url = newest?.running.urls[0]
  if (newest !== undefined && url !== undefined) return good({ url, ...newest })
  const message =
    'No running listener of yours was found: start one (callback-inspector listen, or the app), or name an address with --url.'
  return bad('send-failed', message)
}

/** One line for one request. */
function requestLine(request: RunRequest, { deliveries }: RunView, json: boolean): string {
  const { family = '', event = '', reference = '', variant = null } = deliveries[request.delivery] ?? {}
  const { sequence: _, ...rest } = request
  if (json) return jsonLine({ type: 'sent', format: 1, family, event, variant, reference, ...rest })
  const answer = request.status === null ? (request.problem ?? 'no answer') : String(request.status)
  const took = `${String(Math.round(request.elapsedMs))} ms`
  return plain(
    `${event} ${reference}  attempt ${String(request.attempt)}  ${request.method} ${request.target}  ${answer}, ${took}: ${request.words}`,
    4000,
  )
}

function summary({ deliveries, sent, state }: RunView, json: boolean): string {
  const count = (wanted: string) => deliveries.filter((one) => one.state === wanted).length
  const [delivered, lost, stopped] = [count('delivered'), count('lost'), count('stopped')]
  if (json) return jsonLine({ type: 'simulated', format: 1, state, sent, delivered, lost, stopped })
  const rest = stopped === 0 ? '' : `, ${String(stopped)} stopped`
  const requests = sent === 1 ? 'request' : 'requests'
  return `${String(sent)} ${requests} sent: ${String(delivered)} of ${String(deliveries.length)} deliveries delivered, ${String(lost)} not${rest}.`
}

/** A listener makes its key soon after its first start; one that we made before it would not be known there. */
const KEY_TRIES = 50
const KEY_PAUSE_MS = 100

async function keyOf({ folder, running }: Place): Promise<SimulatorKey> {
  for (let tries = running === null ? 0 : KEY_TRIES; tries > 0; tries--) {
    const made = await simulatorKey(folder, false)
    if (made !== null) return made
    await new Promise((next) => setTimeout(next, KEY_PAUSE_MS))
  }
  return simulatorKey(folder, true)
}

function createCliSimulator(
  place: Place,
  profiles: readonly EndpointProfile[],
  sent: (request: RunRequest) => void,
): Simulator {
  const nothing = () => undefined
  return createSimulator({
    clocks: systemClocks,
    token: place.running?.token ?? null,
    uuid: randomUUID,
    key: () => keyOf(place),
    profiles: () => profiles,
    ownListener: () => null,
    authorities: () => place.running?.authorities ?? [],
    notes: { keep: nothing, forget: nothing, interrupted: () => [] },
    sent,
  })
}

/** Resolves when the run is over; a wish to stop ends it. */
function runToEnd(simulator: Simulator, id: string, { stopAsked, output }: Surroundings): Promise<void> {
  void Promise.race([stopAsked, output.readerGone]).then(() => simulator.act(id, 'stop'))
  return new Promise((resolve) => {
    const look = () => {
      const state = simulator.runs().find((run) => run.id === id)?.state
      if (state !== 'running' && state !== 'paused') resolve()
    }
    simulator.onChange(look)
    look()
  })
}

async function play(values: OptionValues, surroundings: Surroundings): Promise<Outcome> {
  const { output } = surroundings
  const scenario = scenarioOf(values)
  if (!scenario.ok) return scenario
  const speed = speedOf(values)
  if (!speed.ok) return speed
  const trust = await openTrust(values, surroundings, false)
  if (!trust.ok) return trust
  const { profiles } = trust.value.current()
  trust.value.close()
  const place = placeOf(values, surroundings)
  if (!place.ok) return place
  const json = flag(values, 'json')
  const view = () => simulator.runs()[0]
  const simulator = createCliSimulator(place.value, profiles, (request) => {
    const run = view()
    if (run !== undefined) output.record(requestLine(request, run, json))
  })
  if (scenario.value.answers.length > 0) {
    output.message('The answer rules of the scenario hold only when the app plays it: the target answers as it does.')
  }
  const profile = profiles[0]?.name ?? null
  const wish = {
    scenario: scenario.value,
    url: place.value.url,
    profile,
    speed: speed.value,
    confirmed: flag(values, 'yes'),
  }
  const started = await simulator.start(wish)
  if (!started.ok) {
    const { problem } = started
    return problem.code === 'confirmation-needed'
      ? bad('confirmation-needed', `${problem.message} Then repeat with --yes.`)
      : started
  }
  await runToEnd(simulator, started.value.run, surroundings)
  const run = view()
  if (run === undefined) return said
  output.record(summary(run, json))
  return run.deliveries.every(({ state }) => state === 'delivered') ? done : said
}

/** Everything that can be played. */
function listing(json: boolean): readonly string[] {
  if (json) {
    const scenarios = READY_SCENARIOS.map(({ id, scenario }) => ({ id, name: scenario.name }))
    return [jsonLine({ type: 'simulator', format: 1, events: KINDS, faults: FAULTS, scenarios })]
  }
  return [
    'Events',
    ...KINDS.map(({ family, event, variants }) =>
      `  ${family.padEnd(9)} ${event.padEnd(24)} ${variants.join(' ')}`.trimEnd(),
    ),
    'Faults',
    ...FAULTS.map(({ id, purpose }) => `  ${id.padEnd(21)} ${purpose}`),
    'Scenarios',
    ...READY_SCENARIOS.map(({ id, scenario }) => `  ${id.padEnd(16)} ${scenario.name}`),
  ]
}

export const simulate: Command = {
  name: 'simulate',
  summary: 'Plays the bank: sends callbacks to a listener, with mistakes and retries as wished.',
  usage: '[--url URL] [--event EVENT | --scenario FILE] [OPTION …]',
  options: {
    url: { type: 'string', value: 'URL', help: 'Address to send to; the running listener of this user unless given.' },
    event: { type: 'string', value: 'EVENT', help: 'Event type to send; UNFREEZE unless given.' },
    family: {
      type: 'string',
      value: 'FAMILY',
      help: 'legacy, mapi, rco-plus or loan; for events of several families.',
    },
    variant: { type: 'string', value: 'WORD', help: 'Status, result or decision: FROZEN, CAPTURE, REJECTED, …' },
    reference: { type: 'string', value: 'ID', help: 'Payment id or application reference; made up unless given.' },
    fault: {
      type: 'string',
      multiple: true,
      value: 'FAULT',
      help: 'A mistake on purpose. May be given more than once.',
    },
    profile: { ...PROFILE, help: 'Endpoint profile to play for: its templates, digest and credentials.' },
    times: { type: 'string', value: 'N', help: 'Deliveries at once; 1 unless given.' },
    attempts: { type: 'string', value: 'N', help: 'Attempts of each delivery at most, 1 to 20; 1 unless given.' },
    scenario: { type: 'string', value: 'FILE', help: 'Scenario to play: a file, or the name of a ready one.' },
    speed: { type: 'string', value: 'N', help: 'How many times faster the clock goes; 36s: the whole ladder in 36 s.' },
    yes: { type: 'boolean', help: 'The host, which is not this machine, is mine to test.' },
    list: { type: 'boolean', help: 'List events, faults and ready scenarios, and send nothing.' },
    json: { type: 'boolean', help: 'One JSON object a line.' },
  },
  notes: [
    'Everything that is sent to a listener of this user carries its token and is marked as simulated there; to all others it carries the header X-Callback-Inspector-Simulated.',
    'Exit codes: 0 every delivery was delivered, 1 some were not, or nothing could be sent, 2 wrong usage.',
  ],
  allowPositionals: false,
  run: async (values, _, surroundings) => {
    if (!flag(values, 'list')) return play(values, surroundings)
    for (const line of listing(flag(values, 'json'))) surroundings.output.record(line)
    return done
  },
}
