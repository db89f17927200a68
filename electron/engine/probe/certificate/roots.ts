import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'

/** A root that is trusted. */
export interface Root {
  readonly certificate: X509Certificate
  /** Given by the user, not of the public list. */
  readonly given: boolean
}

/** The roots that count for one check. */
export interface Roots {
  /** PEM, as TLS takes them. */
  readonly pem: readonly string[]
  readonly bySubject: ReadonlyMap<string, readonly Root[]>
  /** Organisations that hold a root. */
  readonly organisations: ReadonlySet<string>
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** The certificates of a PEM text, one by one. */
export function pemCertificates(text: string): readonly string[] {
  return text.match(PEM) ?? []
}

export const organisationOf = (name: string): string | null =>
  /(?:^|\n|, )O=([^\n]+?)(?=\n|, [A-Z]+=|$)/.exec(name)?.[1] ?? null

let publicRoots: readonly Root[] | null = null

function readRoots(pem: readonly string[], given: boolean): Root[] {
  return pem.flatMap((text) => {
    try {
      return [{ certificate: new X509Certificate(text), given }]
    } catch {
      return []
    }
  })
}

/** The public roots (Mozilla's list, as this runtime carries it) and those that the user gives as PEM. */
export function loadRoots(further: readonly string[]): Roots {
  publicRoots ??= readRoots(rootCertificates, false)
  const all = [...readRoots(further, true), ...publicRoots]
  const bySubject = new Map<string, Root[]>()
  const organisations = new Set<string>()
  for (const root of all) {
    const subject = root.certificate.subject ?? ''
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), root])
    const organisation = organisationOf(subject)
    if (organisation !== null) organisations.add(organisation)
  }
  return { pem: [...rootCertificates, ...further], bySubject, organisations }
}
