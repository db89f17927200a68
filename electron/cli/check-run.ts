import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { checkHtml, checkMarkdown } from '../../shared/export/check-report.ts'
import type { CheckReport } from '../../shared/export/check-report.ts'
import { checklist, summary } from '../../shared/preflight/checklist.ts'
import type { Observations } from '../../shared/preflight/observations.ts'
import { outsideLines } from '../../shared/preflight/outside.ts'
import type { Result } from '../../shared/protocol/errors.ts'
import { authorizationFor } from '../../shared/respond/login.ts'
import { bad, good } from '../../shared/protocol/errors.ts'
import { systemClocks } from '../engine/clocks.ts'
import { pemCertificates } from '../engine/probe/certificate/roots.ts'
import type { Place } from '../engine/probe/dial.ts'
import { probe } from '../engine/probe/probe.ts'
import type { ProbeWish } from '../engine/probe/probe.ts'
import type { Command, Failed, OptionValues, Surroundings } from './command.ts'
import { done, flag, text, texts, usage } from './command.ts'
import { checkRecord, checkText } from './check-output.ts'
import { selfTester } from './check-self-test.ts'
import type { SelfTester } from './check-self-test.ts'
import { openTrust } from './shared-options.ts'
import { jsonLine, plain } from './terminal-text.ts'

/** URLs of a batch that are checked at the same time. */
const AT_ONCE = 16

type Settings = Omit<ProbeWish, 'url'>
type Writer = (seen: Observations, report: CheckReport) => string

async function readText(file: string, surroundings: Surroundings): Promise<Result<string>> {
  try {
    return good(file === '-' ? (await surroundings.readInput()).toString('utf8') : await readFile(file, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = code === 'ENOENT' ? 'there is no such file' : error instanceof Error ? error.message : String(error)
    return bad('input-unreadable', `${plain(file)} cannot be read: ${reason}.`, { file })
  }
}

async function rootsOf(values: OptionValues, surroundings: Surroundings): Promise<Result<readonly string[]>> {
  const roots: string[] = []
  for (const file of texts(values, 'ca')) {
    const read = await readText(file, surroundings)
    if (!read.ok) return read
    const found = pemCertificates(read.value)
    if (found.length === 0) return bad('input-unreadable', `${plain(file)} holds no certificate in PEM form.`, { file })
    roots.push(...found)
  }
  return good(roots)
}

function placeOf(given: string | undefined): Result<Place | null> {
  if (given === undefined) return good(null)
  const parts = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(given)
  const address = parts?.[1] ?? parts?.[2] ?? ''
  const port = Number(parts?.[3] ?? 0)
  const right = parts !== null && port >= 1 && port <= 65_535 && (parts[1] === undefined || isIP(address) === 6)
  return right ? good({ address, port }) : usage(`--connect takes HOST:PORT, not "${plain(given, 60)}".`)
}

/** The Authorization header by the profile's credentials; null without --profile. */
async function authorizationOf(
  values: OptionValues,
  surroundings: Surroundings,
): Promise<Result<string | null> | Failed> {
  const file = text(values, 'profile')
  if (file === undefined) return good(null)
  if (flag(values, 'static')) return usage('--profile sends credentials, and --static sends nothing: choose one.')
  const opened = await openTrust({ profile: [file] }, surroundings, false, true)
  if (!opened.ok) return opened
  const credentials = opened.value.current().profiles[0]?.credentials
  opened.value.close()
  if (credentials !== undefined) return good(authorizationFor(credentials))
  return usage(`The profile ${plain(file)} holds no credentials: put them in, or leave --profile out.`)
}

async function settingsOf(values: OptionValues, surroundings: Surroundings): Promise<Result<Settings> | Failed> {
  const method = text(values, 'method') ?? 'GET'
  if (method !== 'GET' && method !== 'POST') return usage(`--method takes GET or POST, not "${plain(method, 60)}".`)
  const connectTo = placeOf(text(values, 'connect'))
  if (!connectTo.ok) return connectTo
  const roots = await rootsOf(values, surroundings)
  if (!roots.ok) return roots
  const authorization = await authorizationOf(values, surroundings)
  if (!authorization.ok) return authorization
  const scope = flag(values, 'static') ? 'static' : 'full'
  return good({ scope, roots: roots.value, connectTo: connectTo.value, method, authorization: authorization.value })
}

async function urlsOf(
  values: OptionValues,
  given: readonly string[],
  surroundings: Surroundings,
): Promise<Result<readonly string[]>> {
  const urls = [...given]
  for (const file of texts(values, 'batch')) {
    const read = await readText(file, surroundings)
    if (!read.ok) return read
    // A line is an address as it stands: a blank in front of it is a finding, not a matter of layout.
    urls.push(...read.value.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#')))
  }
  return urls.length > 0 ? good(urls) : usage('check needs a URL, or a file of URLs with --batch.')
}

function writerOf(values: OptionValues): Result<Writer> {
  const chosen = ['json', 'markdown', 'html'].filter((name) => flag(values, name))
  if (chosen.length > 1) return usage(`--${chosen.join(' and --')} do not go together: choose one.`)
  if (flag(values, 'json')) return good((seen, report) => jsonLine(checkRecord(seen, report)))
  if (flag(values, 'markdown')) return good((_, report) => checkMarkdown(report))
  return good(flag(values, 'html') ? (_, report) => checkHtml(report) : (_, report) => checkText(report))
}

/** The self-test that was asked for; null: none. */
function testerOf(values: OptionValues, surroundings: Surroundings): Result<SelfTester | null> {
  if (!flag(values, 'self-test')) return good(null)
  if (flag(values, 'static')) return usage('--self-test sends a request, and --static sends nothing: choose one.')
  return selfTester(surroundings)
}

interface Work {
  readonly settings: Settings
  readonly version: string
  readonly write: Writer
  readonly tester: SelfTester | null
}

async function one(url: string, { settings, version, write, tester }: Work): Promise<string> {
  const seen = await probe({ url, ...settings }, { clocks: systemClocks, signal: new AbortController().signal })
  const items = checklist(seen)
  const { verdict } = summary(items)
  const { rehearsal, now } = seen
  const outside = seen.scope === 'full' ? outsideLines(seen.url) : []
  const { connectTo, authorization } = settings
  const selfTest = tester === null ? {} : { selfTest: await tester({ url, connectTo, authorization }) }
  return write(seen, { url, verdict, items, checkedAt: now, rehearsal, version, outside, ...selfTest })
}

/** Checks all URLs, some at the same time; writes them in their order, each as soon as those before it are written. */
async function all(urls: readonly string[], work: (url: string) => Promise<string>, { output }: Surroundings) {
  const finished = urls.map(() => deferred<string>())
  let next = 0
  const worker = async () => {
    for (let mine = next++; mine < urls.length; mine = next++) {
      finished[mine]?.resolve(await work(urls[mine] ?? ''))
    }
  }
  const workers = Promise.all(Array.from({ length: AT_ONCE }, worker))
  for (const { promise } of finished) {
    output.record(await promise)
    await output.room()
  }
  await workers
}

function deferred<T>() {
  let resolve = (_value: T): void => undefined
  const promise = new Promise<T>((done) => (resolve = done))
  return { promise, resolve: (value: T) => resolve(value) }
}

/** Runs `check`: URLs from the arguments and from files, one record or report for each. */
export const runCheck: Command['run'] = async (values, given, surroundings) => {
  const urls = await urlsOf(values, given, surroundings)
  if (!urls.ok) return urls
  const settings = await settingsOf(values, surroundings)
  if (!settings.ok) return settings
  const write = writerOf(values)
  if (!write.ok) return write
  const tester = testerOf(values, surroundings)
  if (!tester.ok) return tester
  const { version } = surroundings
  const work = { settings: settings.value, version, write: write.value, tester: tester.value }
  await all(urls.value, (url) => one(url, work), surroundings)
  return done
}
