import { resolve } from 'node:path'
import type { CertificateSetting, Settings } from '../../shared/model/settings.ts'
import { settingsSchema } from '../../shared/model/settings.ts'
import type { Result } from '../../shared/protocol/errors.ts'
import { good } from '../../shared/protocol/errors.ts'
import type { OptionValues } from './command.ts'
import { flag, text, usage } from './command.ts'
import { furtherListeners } from './further-listeners.ts'
import { sourcesOf, wholeNumber } from './shared-options.ts'

/** Every address, and what a generated certificate carries in any case. */
const CARRIED = ['0.0.0.0', '::', 'localhost', '127.0.0.1', '::1']

/** Names under which the listener is reached: a generated certificate must carry them. */
function namesOf(hosts: readonly string[]): string[] {
  return [...new Set(hosts)].filter((host) => !CARRIED.includes(host))
}

/** `hosts`: where HTTPS is served; none: plain HTTP only. */
function certificateOf(values: OptionValues, hosts: readonly string[]): Result<CertificateSetting> {
  const cert = text(values, 'cert')
  const key = text(values, 'key')
  const pfx = text(values, 'pfx')
  if ((cert === undefined) !== (key === undefined)) return usage('--cert and --key belong together: give both.')
  if (cert !== undefined && pfx !== undefined) return usage('Give either --cert and --key, or --pfx.')
  const own = cert ?? pfx
  if (own !== undefined && hosts.length === 0)
    return usage('--http serves without TLS; a certificate has no place in it.')
  if (pfx !== undefined) return good({ kind: 'pfx', file: resolve(pfx) })
  if (cert === undefined || key === undefined) return good({ kind: 'generated', names: namesOf(hosts) })
  return good({ kind: 'pem', certificateFile: resolve(cert), keyFile: resolve(key) })
}

/** Takes the options of `listen`, gives the settings that they stand for, or wrong usage. */
export function listenSettings(values: OptionValues): Result<Settings> {
  const host = text(values, 'host') ?? '127.0.0.1'
  if (host === '') return usage('--host takes an address or a host name, not nothing.')
  const further = furtherListeners(values)
  if (!further.ok) return further
  const plainHttp = flag(values, 'http')
  const https = further.value.filter(({ scheme }) => scheme === 'https').map((one) => one.host)
  const certificate = certificateOf(values, plainHttp ? https : [host, ...https])
  if (!certificate.ok) return certificate
  const port = wholeNumber(values, 'port', 0, 65_535)
  if (!port.ok) return port
  const status = wholeNumber(values, 'status', 200, 599)
  if (!status.ok) return status
  const sources = sourcesOf(values)
  if (!sources.ok) return sources
  const bind = { host, ...(port.value === undefined ? {} : { port: port.value }) }
  const settings = settingsSchema.parse({
    https: plainHttp ? { enabled: false } : bind,
    http: plainHttp ? { ...bind, enabled: true } : {},
    listeners: further.value,
    certificate: certificate.value,
    answer: status.value === undefined ? {} : { status: status.value },
    sources: sources.value,
  })
  return good(settings)
}
