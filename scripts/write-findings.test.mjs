import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findingsPage } from '../shared/facts/findings-page.ts'
import { FINDINGS } from '../shared/facts/findings.ts'
import { CONNECTION_CAUSES } from '../shared/model/connection-event.ts'
import { LIGHT_NAMES, LIGHT_STATES, SEVERITIES } from '../shared/model/verdict.ts'

const page = readFileSync(new URL('../docs/findings.md', import.meta.url), 'utf8')

test('docs/findings.md is current (else run: node scripts/write-findings.mjs)', () => {
  expect(page).toBe(findingsPage())
})

test('every code and every cause stands on the page', () => {
  for (const code of [...Object.keys(FINDINGS), ...CONNECTION_CAUSES]) expect(page).toContain(`| \`${code}\` |`)
})

test.each(Object.entries(FINDINGS))('%s has text that a person can use', (code, entry) => {
  expect(code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)+$/)
  expect([...LIGHT_NAMES, 'note', 'template', 'payment']).toContain(entry.light)
  expect(SEVERITIES).toContain(entry.severity)
  if (entry.state !== undefined) expect(LIGHT_STATES).toContain(entry.state)
  if (['note', 'template', 'payment'].includes(entry.light)) expect(entry.state).toBeUndefined()
  expect(entry.summary).toMatch(/^(?:[A-Z]|jwsData ).*\.$/s)
  expect(entry.explanation).toMatch(/\.$/)
  if (entry.advice !== null) expect(entry.advice).toMatch(/[.?]$/)
  // A document is named by its title: file names and short forms of repositories mean nothing to a user.
  expect(entry.source ?? '').not.toMatch(/\.md\b|\.php\b|\.html\b|\bRBD\b|\bECOM2?\b|_exclude|https?:|^RFC \d/)
  if (entry.state === 'fail' || entry.state === 'warn') expect(entry.advice).not.toBeNull()
})
