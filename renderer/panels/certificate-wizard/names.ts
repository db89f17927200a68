import type { CertificateSetting, Settings } from '../../../shared/model/settings.ts'
import { covers } from '../../../shared/preflight/names.ts'

/** Takes names as entered, separated by commas or spaces, gives each once, in lower case. */
export function namesOf(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((name) => name !== ''),
    ),
  ]
}

/** Whether a certificate with this name is good for `name`, a DNS name or an IP address; those stand there as they are. */
const holds = (name: string, own: string): boolean => own.toLowerCase() === name || covers(own, name)

/** Takes the names that callers use and those of a certificate, gives the ones that it is not good for. */
export function missingNames(wanted: string, certificate: readonly string[]): readonly string[] {
  return namesOf(wanted).filter((name) => !certificate.some((own) => holds(name, own)))
}

/** The settings with this certificate; a generated one gets the names. Some HTTPS listener has to run with it. */
export function withCertificate(settings: Settings, certificate: CertificateSetting, names: string): Settings {
  const wanted: CertificateSetting =
    certificate.kind === 'generated' ? { kind: 'generated', names: namesOf(names) } : certificate
  const further = settings.listeners.some(({ enabled, scheme }) => enabled && scheme === 'https')
  return { ...settings, certificate: wanted, https: { ...settings.https, enabled: settings.https.enabled || !further } }
}
