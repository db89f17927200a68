import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exportProfile, importProfile } from './profile-exchange.ts'
import type { Profiles } from './profiles.ts'
import { DIGEST, folder, inForce, open, problem, text, value } from './test-support.ts'

describe('handing on', () => {
  const find = (profiles: Profiles, name = 'Shop') => value(profiles.editor.find(name))

  test('an export without secrets holds none, says which are missing, and can be read again', async () => {
    const profiles = await open()
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST, keySet: 'keys.json' }, null))
    const { text: out, leftOut, notes, fileName } = exportProfile(find(profiles), false)
    expect([fileName, leftOut]).toEqual(['shop.json', 1])
    expect(out).not.toContain('marker-salt')
    expect(out).not.toContain('sealed')
    expect(notes.join(' ')).toContain('digest.salt was left out')
    expect(notes.join(' ')).toContain('keys.json')
    const again = value(await importProfile(profiles.editor, { text: out, as: 'Copy', replace: false }))
    expect(again.notes.join(' ')).toContain('SHOP_DIGEST_SALT')
    expect(again.saved?.problem).not.toBeNull()
  })

  test('an export with secrets works elsewhere, and says what it holds', async () => {
    const profiles = await open()
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, null))
    const { text: out, notes, leftOut } = exportProfile(find(profiles), true)
    expect(leftOut).toBe(0)
    expect(notes[0]).toContain('plain text')
    const elsewhere = await open({ folder: mkdtempSync(join(folder, 'else-')), dataKeys: [] })
    value(await importProfile(elsewhere.editor, { text: out, as: null, replace: false }))
    expect(inForce(elsewhere)?.digest?.salt).toBe('marker-salt')
  })

  test('a name that is taken is asked about; a sealed file of our own can be taken under another', async () => {
    const profiles = await open()
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, null))
    const own = text('shop.json')
    const wish = { text: own, as: null, replace: false }
    const asked = value(await importProfile(profiles.editor, wish))
    expect(asked).toMatchObject({ saved: null, clash: { name: 'Shop', suggestion: 'Shop (2)' } })
    expect(readdirSync(folder)).toEqual(['shop.json'])
    value(await importProfile(profiles.editor, { ...wish, as: 'Shop (2)' }))
    expect(inForce(profiles, 'Shop (2)')?.digest?.salt).toBe('marker-salt')
    value(await importProfile(profiles.editor, { ...wish, replace: true }))
    expect(profiles.editor.names()).toEqual(['Shop (2)', 'Shop'])
  })

  test.each([
    ['{', 'line 1, column 2'],
    ['{"version": 2, "name": "X"}', 'format version 2'],
    [
      '{"version": 1, "name": "X", "name": "Y"}',
      '"name" stands twice in one object (the second time at line 1, column 29)',
    ],
    ['{"version": 1, "name": "X", "digest": {"algorithm": "MD5", "parameters": ["a"], "salt": 5}}', 'digest.salt'],
    [`{"version": 1, "name": "X", "keySet": {"keys": ${'['.repeat(100_000)}`, 'nested too deeply'],
    ['<html>', 'line 1, column 1'],
  ])('what is no profile is refused with its place: %#', async (bad, part) => {
    const profiles = await open()
    const refused = problem(await importProfile(profiles.editor, { text: bad, as: null, replace: false }))
    expect(refused?.message).toContain(part)
    expect(readdirSync(folder)).toEqual([])
  })

  test('removing takes the file', async () => {
    const profiles = await open()
    value(await profiles.editor.save({ version: 1, name: 'Shop', digest: DIGEST }, null))
    value(await profiles.editor.remove('Shop'))
    expect([readdirSync(folder), profiles.status()]).toEqual([[], []])
  })
})
