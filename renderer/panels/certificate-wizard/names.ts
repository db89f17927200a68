import type { CertificateSetting, Settings } from '../../../shared/model/settings.ts'

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

/** Whether a certificate that names `pattern` is good for `name`: equal, or a wildcard for its first label (RFC 6125 §6.4.3). */
function covers(pattern: string, name: string): boolean {
  const wanted = pattern.toLowerCase()
  if (!wanted.startsWith('*.')) return wanted === name
  return name.includes('.') && name.slice(name.indexOf('.')) === wanted.slice(1)
}

/** Takes the names that callers use and those of a certificate, gives the ones that it is not good for. */
export function missingNames(wanted: string, certificate: readonly string[]): readonly string[] {
  return namesOf(wanted).filter((name) => !certificate.some((pattern) => covers(pattern, name)))
}

/** The settings with this certificate; a generated one gets the names. Some HTTPS listener has to run with it. */
export function withCertificate(settings: Settings, certificate: CertificateSetting, names: string): Settings {
  const wanted: CertificateSetting =
    certificate.kind === 'generated' ? { kind: 'generated', names: namesOf(names) } : certificate
  const further = settings.listeners.some(({ enabled, scheme }) => enabled && scheme === 'https')
  return { ...settings, certificate: wanted, https: { ...settings.https, enabled: settings.https.enabled || !further } }
}
