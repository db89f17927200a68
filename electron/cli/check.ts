import type { Command } from './command.ts'

export const check: Command = {
  name: 'check',
  summary: "Checks whether the bank's callbacks can reach a URL: address, DNS, TLS, certificate, answer.",
  usage: '[OPTION …] URL …',
  options: {
    static: { type: 'boolean', help: 'Only what needs no network: form, host, port, placeholders, tunnels.' },
    batch: { type: 'string', multiple: true, value: 'FILE', help: 'Check every line of a file; - is standard input.' },
    ca: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'Trust these roots (PEM) beside the public ones: a rehearsal.',
    },
    connect: { type: 'string', value: 'HOST:PORT', help: 'Connect here in place of where the URL leads: a rehearsal.' },
    method: {
      type: 'string',
      value: 'METHOD',
      help: 'GET (legacy callbacks; the default) or POST (Merchant API, loans).',
    },
    profile: {
      type: 'string',
      value: 'FILE',
      help: 'Send the credentials of this endpoint profile with the requests; they are never printed.',
    },
    'self-test': {
      type: 'boolean',
      help: 'Send a marked request through the name of each URL, and say whether it arrives at your running listener.',
    },
    json: { type: 'boolean', help: 'Print one JSON object per URL.' },
    markdown: { type: 'boolean', help: 'Print a report in Markdown.' },
    html: { type: 'boolean', help: 'Print a report as an HTML page.' },
  },
  notes: [
    'The verdict is pass, warn or fail. In a rehearsal (--ca, --connect) it is taken as given where the endpoint lies: a local name, a private address or another port decide nothing, and everything else is judged as the bank would.',
    'Two requests are sent to the endpoint (one with a Java user agent). Placeholders of a template are filled with made-up values. Nothing is followed.',
  ],
  allowPositionals: true,
  // The public suffix list and the certificate reader are loaded for this command only.
  run: async (...all) => (await import('./check-run.ts')).runCheck(...all),
}
