import type { ChecklistItem, CheckFinding, CheckVerdict, ItemState } from '../preflight/model.ts'
import type { PublicTest } from '../preflight/public-test.ts'
import type { OutsideLine } from '../preflight/outside.ts'
import type { EvidenceValue } from '../model/verdict.ts'

/** One finished check, for a report. */
export interface CheckReport {
  /** As given. */
  readonly url: string
  readonly verdict: CheckVerdict
  readonly items: readonly ChecklistItem[]
  /** ms since 1970. */
  readonly checkedAt: number
  readonly rehearsal: boolean
  readonly version: string
  readonly outside: readonly OutsideLine[]
  /** What a self-test through the public name gave, when one was made. */
  readonly selfTest?: PublicTest | undefined
}

export const STATE_WORDS: Readonly<Record<ItemState, string>> = {
  pass: 'pass',
  warn: 'warning',
  fail: 'fails',
  unknown: 'cannot tell from here',
  pending: 'not looked at',
}

const VERDICT_SENTENCES: Readonly<Record<CheckVerdict, string>> = {
  pass: 'Nothing that was checked speaks against callbacks reaching this endpoint.',
  warn: 'Callbacks can reach this endpoint, but something deserves attention.',
  fail: 'Callbacks will not reach this endpoint as it is.',
}

/** The verdict in one sentence. */
export const verdictSentence = (verdict: CheckVerdict): string => VERDICT_SENTENCES[verdict]

const LIMITS = [
  'The check runs from one machine. Firewalls and DNS may treat the bank differently: reachability from the internet cannot be proved from here.',
  "The lists of tunnel services and of the bank's addresses are dated; both may have changed since.",
  'The request was one of ours: what the shop answers to a real callback is not known until one comes.',
]

/** What the check cannot prove, in sentences. */
export const checkLimits: readonly string[] = LIMITS

const REHEARSAL =
  'This was a rehearsal: further roots, or another place to connect to, were given. Where the endpoint lies (host, port, DNS) was taken as given.'

/** A password in an address is for nobody's report. */
const masked = (text: string) => text.replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/[^/?#@:]*):[^/?#@]*@/i, '$1:•••@')

/** Makes control, format (bidi) and private characters visible: the text may come from a hostile certificate or answer. */
function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`)
}

const valueText = (value: EvidenceValue): string => (Array.isArray(value) ? value.join(', ') : String(value))

function evidenceText({ evidence }: CheckFinding): string {
  return Object.entries(evidence)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join('; ')
}

const isoMinute = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/* Markdown */

const markdown = (text: string) => visible(text).replace(/[\\`*_{}[\]<>()#+!|~&-]/g, '\\$&')

/** A code span with a fence longer than any run of backticks inside. */
function code(text: string): string {
  const inside = visible(text)
  const longest = Math.max(0, ...[...inside.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence} ${inside} ${fence}`
}

function findingMarkdown(finding: CheckFinding): string {
  const evidence = evidenceText(finding)
  const lines = [`  - **${markdown(finding.summary)}** (${finding.code}) ${markdown(finding.explanation)}`]
  if (evidence !== '') lines.push(`    - Evidence: ${code(evidence)}`)
  lines.push(`    - What to do: ${markdown(finding.advice)}`, `    - Source: ${markdown(finding.source)}`)
  return lines.join('\n')
}

function itemMarkdown(item: ChecklistItem): string {
  const head = `- **${STATE_WORDS[item.state]}** – ${markdown(item.title)}${item.seen === '' ? '' : `: ${markdown(item.seen)}`}`
  return [head, ...item.findings.map(findingMarkdown)].join('\n')
}

/** Each address of a self-test in a line; of one address the sentence of the whole says it. */
const legLines = ({ legs }: PublicTest) => (legs.length < 2 ? [] : legs.map((leg) => `${leg.address}: ${leg.sentence}`))

/** What is to be said of a self-test below its sentence. */
const selfTestLines = (test: PublicTest): readonly string[] => [
  ...(test.advice === null ? [] : [`What to do: ${test.advice}`]),
  ...legLines(test),
  ...test.proves,
  ...test.notProved.map((line) => `Not proved: ${line}`),
]

function selfTestMarkdown(test: PublicTest | undefined): readonly string[] {
  if (test === undefined) return []
  return [
    '',
    '## Self-test through the public name',
    '',
    `**${STATE_WORDS[test.state]}** – ${markdown(test.sentence)}`,
    '',
    ...selfTestLines(test).map((line) => `- ${markdown(line)}`),
  ]
}

/** The report as Markdown; everything that comes from outside is escaped. */
export function checkMarkdown(report: CheckReport): string {
  const { outside } = report
  return [
    '# Endpoint check',
    '',
    `${code(masked(report.url))}`,
    '',
    `**${report.verdict}** – ${verdictSentence(report.verdict)}`,
    '',
    `Checked on ${isoMinute(report.checkedAt)} with Callback Inspector ${markdown(report.version)}.`,
    ...(report.rehearsal ? ['', REHEARSAL] : []),
    '',
    '## Checklist',
    '',
    ...report.items.map(itemMarkdown),
    ...selfTestMarkdown(report.selfTest),
    '',
    '## What this does not prove',
    '',
    ...LIMITS.map((limit) => `- ${limit}`),
    ...(outside.length === 0
      ? []
      : ['', '## To run from outside', '', ...outside.map((one) => `- ${code(one.command)} – ${one.expect}`)]),
    '',
  ].join('\n')
}

/* HTML */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const html = (text: string) => visible(text).replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one)

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2024;background:#fff}
code{font-family:ui-monospace,monospace;overflow-wrap:anywhere;background:#f1f2f4;padding:.1em .3em;border-radius:3px}
li.item{margin:.6rem 0}.state{display:inline-block;min-width:5.5rem;font-weight:600}.pass{color:#156c3a}.warn{color:#8a5a00}.fail{color:#b3261e}.unknown,.pending{color:#5b6470}
ul.findings{margin:.3rem 0 .3rem 1rem}dl{margin:.2rem 0;display:grid;grid-template-columns:max-content 1fr;gap:0 .8rem}dt{color:#5b6470}dd{margin:0}
@media (prefers-color-scheme:dark){body{background:#15181c;color:#e6e8eb}code{background:#23282e}.pass{color:#5fce8f}.warn{color:#f0b849}.fail{color:#ff8a80}.unknown,.pending,dt{color:#9aa4af}}`

function findingHtml(finding: CheckFinding): string {
  const evidence = evidenceText(finding)
  const rows = [
    ...(evidence === '' ? [] : [['Evidence', `<code>${html(evidence)}</code>`] as const]),
    ['What to do', html(finding.advice)] as const,
    ['Source', html(finding.source)] as const,
  ]
  const list = rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')
  return `<li><strong>${html(finding.summary)}</strong> <code>${finding.code}</code> ${html(finding.explanation)}<dl>${list}</dl></li>`
}

function itemHtml(item: ChecklistItem): string {
  const findings =
    item.findings.length === 0 ? '' : `<ul class="findings">${item.findings.map(findingHtml).join('')}</ul>`
  return `<li class="item"><span class="state ${item.state}">${STATE_WORDS[item.state]}</span> <strong>${html(item.title)}</strong> ${html(item.seen)}${findings}</li>`
}

function selfTestHtml(test: PublicTest | undefined): string {
  if (test === undefined) return ''
  return `<h2>Self-test through the public name</h2><p><span class="state ${test.state}">${STATE_WORDS[test.state]}</span> ${html(test.sentence)}</p><ul>${selfTestLines(
    test,
  )
    .map((line) => `<li>${html(line)}</li>`)
    .join('')}</ul>
`
}

/** The report as one HTML page without scripts and without anything from elsewhere; everything is escaped. */
export function checkHtml(report: CheckReport): string {
  const { outside } = report
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Endpoint check</title><style>${STYLE}</style></head>
<body><h1>Endpoint check</h1><p><code>${html(masked(report.url))}</code></p>
<p><strong class="${report.verdict}">${report.verdict}</strong> – ${html(verdictSentence(report.verdict))}</p>
<p>Checked on ${isoMinute(report.checkedAt)} with Callback Inspector ${html(report.version)}.</p>${report.rehearsal ? `<p>${REHEARSAL}</p>` : ''}
<h2>Checklist</h2><ul>${report.items.map(itemHtml).join('\n')}</ul>
${selfTestHtml(report.selfTest)}<h2>What this does not prove</h2><ul>${LIMITS.map((limit) => `<li>${html(limit)}</li>`).join('')}</ul>
${outside.length === 0 ? '' : `<h2>To run from outside</h2><ul>${outside.map((one) => `<li><code>${html(one.command)}</code> – ${html(one.expect)}</li>`).join('')}</ul>`}
</body></html>
`
}
