import type { CheckReport } from '../../shared/export/check-report.ts'
import { checkLimits, verdictSentence } from '../../shared/export/check-report.ts'
import { summary } from '../../shared/preflight/checklist.ts'
import type { CheckFinding, ItemState } from '../../shared/preflight/model.ts'
import type { PublicTest } from '../../shared/preflight/public-test.ts'
import type { Observations } from '../../shared/preflight/observations.ts'
import { plain } from './terminal-text.ts'

const CHECK_FORMAT = 1

function findingRecord({ code, item, weight, summary: said, explanation, advice, source, evidence }: CheckFinding) {
  return { code, item, state: weight, summary: said, explanation, advice, source, evidence }
}

/** The JSON object of one check: the verdict, findings that made it, notes beside it, and the whole checklist. */
export function checkRecord(
  seen: Observations,
  { verdict, items, checkedAt, version, outside, selfTest }: CheckReport,
) {
  const { findings, notes } = summary(items)
  return {
    type: 'check',
    format: CHECK_FORMAT,
    version,
    url: seen.url.text,
    scope: seen.scope,
    rehearsal: seen.rehearsal,
    checkedAt: new Date(checkedAt).toISOString(),
    verdict,
    codes: findings.map(({ code }) => code),
    findings: findings.map(findingRecord),
    notes: notes.map(findingRecord),
    checklist: items.map(({ id, title, state, seen: what, findings: why }) => ({
      item: id,
      title,
      state,
      seen: what,
      codes: why.map(({ code }) => code),
    })),
    outside,
    ...(selfTest === undefined ? {} : { selfTest }),
    limits: seen.scope === 'full' ? checkLimits : [],
  }
}

const WORDS: Readonly<Record<ItemState, string>> = {
  pass: 'pass',
  warn: 'WARN',
  fail: 'FAIL',
  unknown: '?   ',
  pending: '-   ',
}

/** The checklist for a terminal; nothing of it can move a cursor. */
export function checkText({ url, verdict, items, selfTest }: CheckReport): string {
  const lines = [`${plain(url, 2000)}`, `${verdict.toUpperCase()}  ${verdictSentence(verdict)}`]
  for (const { title, state, seen, findings } of items) {
    lines.push(`  ${WORDS[state]}  ${title}${seen === '' ? '' : `: ${plain(seen, 600)}`}`)
    for (const { code, summary: said, advice } of findings) {
      lines.push(`          ${code}: ${plain(said, 600)}`, `          → ${plain(advice, 600)}`)
    }
  }
  if (selfTest !== undefined) lines.push(...selfTestLines(selfTest))
  return lines.join('\n')
}

function selfTestLines(test: PublicTest): readonly string[] {
  const { state, sentence, legs, proves, notProved } = test
  const advice = test.advice === null ? [] : [`→ ${test.advice}`]
  const each = legs.length < 2 ? [] : legs.map((leg) => `${leg.address}: ${leg.sentence}`)
  return [
    `  ${WORDS[state]}  Self-test through the public name: ${plain(sentence, 1200)}`,
    ...[...advice, ...each, ...proves, ...notProved.map((one) => `Not proved: ${one}`)].map(
      (line) => `          ${plain(line, 1200)}`,
    ),
  ]
}
