import { isIPv6 } from 'node:net'
import type { FurtherListener } from '../../shared/model/settings.ts'
import { good } from '../../shared/protocol/errors.ts'
import type { Result } from '../../shared/protocol/errors.ts'
import type { OptionValues } from './command.ts'
import { texts, usage } from './command.ts'
import { plain } from './terminal-text.ts'

/** So many the settings hold. */
const MOST = 16
const FORM = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\],\s]+)):(\d{1,5})(?:,(https?))?$/

function furtherListener(given: string): FurtherListener | null {
  const [, six, host = six, digits, scheme = 'https'] = FORM.exec(given) ?? []
  const port = Number(digits)
  if (host === undefined || !(port <= 65_535) || (six !== undefined && !isIPv6(six))) return null
  return { name: '', scheme: scheme === 'http' ? 'http' : 'https', enabled: true, host, port }
}

/** The listeners beside the first, from --listen: ADDRESS:PORT, an IPv6 address in brackets, `,http` for plain HTTP. */
export function furtherListeners(values: OptionValues): Result<readonly FurtherListener[]> {
  const given = texts(values, 'listen')
  if (given.length > MOST) return usage(`--listen may be given at most ${String(MOST)} times.`)
  const found: FurtherListener[] = []
  for (const one of given) {
    const listener = furtherListener(one)
    if (listener === null)
      return usage(
        `--listen takes ADDRESS:PORT or ADDRESS:PORT,http, such as 127.0.0.1:8080,http or [::1]:8443, not "${plain(one, 60)}".`,
      )
    found.push(listener)
  }
  return good(found)
}
