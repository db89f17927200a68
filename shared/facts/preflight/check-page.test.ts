import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkPage } from './check-page.ts'
import { CHECK_FINDINGS } from './codes.ts'
import { CHECK_ITEMS } from './items.ts'
import { ECHO_DOMAINS, LOCAL_SUFFIXES, OWN_MACHINE_DOMAINS, TEMPORARY_DOMAINS, TUNNEL_DOMAINS } from './tunnels.ts'

test('docs/endpoint-check.md is current (else run: node scripts/write-findings.mjs)', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/endpoint-check.md'), 'utf8')
  expect(page).toBe(checkPage())
})

test.each(Object.entries(CHECK_FINDINGS))('%s has text that a person can use', (code, entry) => {
  expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/)
  expect(CHECK_ITEMS.map(({ id }) => id)).toContain(entry.item)
  expect(entry.summary).toMatch(/^[A-Z].*\.$/)
  expect(entry.explanation).toMatch(/[.]$/)
  expect(entry.advice).toMatch(/[.?]$/)
  expect(entry.source).not.toBe('')
})

test('the lists hold names, each once', () => {
  const lists = [TUNNEL_DOMAINS, TEMPORARY_DOMAINS, ECHO_DOMAINS, OWN_MACHINE_DOMAINS]
  const all = lists.flatMap((list) => [...list])
  expect(new Set(all).size).toBe(all.length)
  for (const name of [...all, ...LOCAL_SUFFIXES]) expect(name).toMatch(/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/)
  for (const name of ['ngrok.io', 'loca.lt', 'webhook.site']) expect(all).toContain(name)
})
