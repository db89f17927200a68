/** The items of the checklist, in the order in which they are shown and checked. `offline`: needs no network. */
export const CHECK_ITEMS = [
  { id: 'form', title: 'The address is an https URL', offline: true },
  { id: 'port', title: 'Port 443', offline: true },
  { id: 'template', title: 'Placeholders and encoding', offline: true },
  { id: 'host', title: 'A public host name', offline: true },
  { id: 'tunnel', title: 'No tunnel and no temporary URL', offline: true },
  { id: 'dns', title: 'The name resolves publicly, with an IPv4 address', offline: false },
  { id: 'connect', title: 'Every address takes connections', offline: false },
  { id: 'version', title: 'TLS 1.2 or 1.3', offline: false },
  { id: 'cipher', title: 'Strong ciphers', offline: false },
  { id: 'names', title: 'Certificate: the right name', offline: false },
  { id: 'dates', title: 'Certificate: valid today', offline: false },
  { id: 'chain', title: 'Certificate: complete chain to a public authority', offline: false },
  { id: 'strength', title: 'Certificate: key, signatures, purpose', offline: false },
  { id: 'revocation', title: 'Certificate: not revoked', offline: false },
  { id: 'agree', title: 'All addresses say the same', offline: false },
  { id: 'answer', title: 'An answer below 300, without a redirect', offline: false },
  { id: 'time', title: 'An answer within 5 seconds', offline: false },
  { id: 'outside', title: 'Reachable from the internet', offline: false },
] as const

export type CheckItemId = (typeof CHECK_ITEMS)[number]['id']

/** The title of an item. */
export function itemTitle(id: CheckItemId): string {
  return CHECK_ITEMS.find((item) => item.id === id)?.title ?? id
}
