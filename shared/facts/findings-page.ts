import { CONNECTION_CAUSES } from '../model/connection-event.ts'
import { CAUSES } from './connection-causes.ts'
import { CONTRADICTIONS } from './contradictions.ts'
import { DIGEST_FAULTS } from './digest-faults.ts'
import { DOCUMENTS } from './documents.ts'
import { FINDINGS } from './findings.ts'
import type { FindingEntry } from './findings/entry.ts'

const LIGHTS: readonly (readonly [FindingEntry['light'], title: string, about: string])[] = [
  ['digest', 'Digest', 'Was the callback made by somebody who knows the registered salt? Legacy callbacks only.'],
  ['signature', 'Signature', 'Is jwsData genuine, and does it say the same as the body? Loan callbacks only.'],
  ['source', 'Source', 'Did it come from where the bank calls from?'],
  ['transport', 'Transport', 'Was it carried as the bank carries it?'],
  ['answer', 'Answer', 'Will the bank count our answer as delivered?'],
  ['note', 'Notes', 'Remarks that belong to no single light. They decide no state.'],
  [
    'template',
    'URI templates',
    'What the template workshop says of a template before it is registered. They belong to no callback.',
  ],
  ['payment', 'Payments', 'What is said of all callbacks of one payment together. They belong to no single callback.'],
]

const INTRODUCTION = `# Findings

This page is made from the catalogue in \`shared/facts/\` by \`node scripts/write-findings.mjs\`; a test proves that it is current.

Every callback has five lights. Each light has a state, and findings that say why. Codes are stable: programs may rely on them.

| state | meaning |
| --- | --- |
| \`pass\` | Checked against a salt, key or list that was registered or published, and right. |
| \`warn\` | Checked, and right apart from something that you should know. |
| \`fail\` | Checked, and wrong; or so broken that it cannot be right. |
| \`unchecked\` | There is something to check, but nothing to check it against yet. |
| \`not-applicable\` | Nothing of the kind belongs to this callback, or it is optional and absent. |

A finding with a state asks for it; the strongest one decides the light: \`fail\`, then \`warn\`, \`unchecked\`, \`pass\`, \`not-applicable\`.
A finding without a state says something beside it. The severity (\`good\`, \`info\`, \`warning\`, \`error\`) says how much it matters,
and by itself decides nothing. The evidence of a finding never holds a salt, a password or a private key.

The findings of a token carry \`verdict\` (\`verified\`, \`rejected\`, \`unverifiable\`, \`malformed\`) and \`reason\` in their evidence.

Sources are named by their titles; where each one stands is at the end of this page.
`

const cell = (text: string) => text.replaceAll('|', '\\|')

function row(code: string, { severity, state, summary, explanation, advice, source }: FindingEntry): string {
  const asked = state === undefined ? '' : `\`${state}\``
  const cells = [`\`${code}\``, asked, severity, `**${summary}** ${explanation}`, advice ?? '', source ?? '']
  return `| ${cells.map(cell).join(' | ')} |`
}

function section(light: FindingEntry['light'], title: string, about: string): string {
  const rows = Object.entries<FindingEntry>(FINDINGS).filter(([, entry]) => entry.light === light)
  const head = '| code | state | severity | meaning | what to do | source |\n| --- | --- | --- | --- | --- | --- |'
  return `## ${title}\n\n${about}\n\n${head}\n${rows.map(([code, entry]) => row(code, entry)).join('\n')}\n`
}

function digestFaults(): string {
  const rows = Object.entries(DIGEST_FAULTS).map(
    ([code, { summary, advice }]) => `| \`${code}\` | ${cell(summary)} | ${cell(advice)} |`,
  )
  const about =
    'What the fault search names (`digest --explain`, `judge`, the Digest tab and the workshop). Each was proven: nothing else gives the same hash.'
  return `## Causes of a digest that does not match\n\n${about}\n\n| code | meaning | what to do |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

function causes(): string {
  const rows = CONNECTION_CAUSES.map((cause) => `| \`${cause}\` | ${CAUSES[cause].meaning} | ${CAUSES[cause].advice} |`)
  const about = 'What reached a listener and never became a callback is a row of its own, with one of these causes.'
  return `## Connection events\n\n${about}\n\n| cause | meaning | what to do |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

function contradictions(): string {
  const rows = CONTRADICTIONS.map(({ topic, one, other, used, code }) =>
    ['', ...[topic, one, other, used, `\`${code}\``].map(cell), ''].join(' | ').trim(),
  )
  const about = 'Where the documents disagree, both sides are told where they are met.'
  const head = '| topic | one says | another says | this program | told by |\n| --- | --- | --- | --- | --- |'
  return `## Contradictions\n\n${about}\n\n${head}\n${rows.join('\n')}\n`
}

function documents(): string {
  const rows = Object.values(DOCUMENTS).map(({ title, place }) => `| ${cell(title)} | ${cell(place)} |`)
  const about = 'What the findings rest on. Standards (RFC) are at rfc-editor.org.'
  return `## Documents\n\n${about}\n\n| title | where it stands |\n| --- | --- |\n${rows.join('\n')}\n`
}

/** The text of docs/findings.md: lights, states, every code with its meaning, the causes of mismatches and of connection events, where the documents disagree, and the documents. */
export function findingsPage(): string {
  return [
    INTRODUCTION,
    ...LIGHTS.map((light) => section(...light)),
    digestFaults(),
    causes(),
    contradictions(),
    documents(),
  ].join('\n')
}
