import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { outputLineSchema } from '../../../shared/export/record-schema.ts'
import { profileFileSchema } from '../../../shared/model/profile.ts'

const docs = join(import.meta.dirname, '../../../docs')
const page = (name: string): string => readFileSync(join(docs, name), 'utf8')

/** As a reader of the records sees it: members that a later version adds are no fault. */
function published(schema: z.ZodType, title: string): string {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      // `readonly` is a promise of our TypeScript; it says nothing about the file.
      delete jsonSchema.readOnly
    },
  })
  return `${JSON.stringify({ title, ...made }, null, 2)}\n`
}

describe('the published schemas are current (vitest -u writes them)', () => {
  test('docs/callback.schema.json', async () => {
    const text = published(outputLineSchema, 'Record of Callback Inspector, format 1')
    await expect(text).toMatchFileSnapshot(join(docs, 'callback.schema.json'))
  })

  test('docs/profile.schema.json', async () => {
    const text = published(profileFileSchema, 'Endpoint profile of Callback Inspector, version 1')
    await expect(text).toMatchFileSnapshot(join(docs, 'profile.schema.json'))
  })
})

/** Members that the reader of JSON Schemas in zod does not know; looked at on their own. */
const withoutNot = (schema: string): unknown =>
  JSON.parse(schema, (key, value: unknown) => (key === 'not' ? undefined : value))

describe('docs/profile.schema.json says the same of a profile as the program', () => {
  const text = page('profile.schema.json')
  const schema = z.fromJSONSchema(withoutNot(text) as Parameters<typeof z.fromJSONSchema>[0])
  const networks = ['10.1.2.3', '10.1.0.0/16', '10.0.0.0/33', '2001:db8::/32', '::/129', '::ffff:10.0.0.1', '1.2.3']
  const mapped = ['::ffff:10.0.0.0/104', '[::1]', 'localhost', '']
  const hosts = ['shop.example:443', '[::1]:8443', '::1', '*.shop.example', 'https://shop.example']
  const addresses = ['https://a.example/jwks', 'HTTPS://a.example/', 'http://a.example/jwks', 'file:///a', 'a.example']

  test.each([
    ...[...networks, ...mapped].flatMap((network) => [{ sources: [network] }, { proxies: [network] }]),
    ...hosts.map((host) => ({ host })),
    ...addresses.map((url) => ({ keySet: { url } })),
    { name: ' ' },
    { credentials: { kind: 'basic', user: 'u:v', password: 'p' } },
  ])('%j', (more) => {
    const profile = { version: 1, name: 'Shop', ...more }
    expect(schema.safeParse(profile).success).toBe(profileFileSchema.safeParse(profile).success)
  })

  test('it refuses the headers that the listener sets itself', () => {
    const pattern = /"not": \{\s*"prefixItems": \[\s*\{\s*"pattern": "([^"]+)"/.exec(text)?.[1] ?? ''
    const refused = ['Content-Length', 'transfer-encoding', 'CONNECTION', 'X-Connection', 'Content-Type', ''].map(
      (name) => new RegExp(pattern).test(name),
    )
    expect(refused).toEqual([true, true, true, false, false, false])
  })
})

describe('docs/profiles.md', () => {
  const examples = Array.from(page('profiles.md').matchAll(/```json\n([\s\S]*?)```/g), (match) => match[1] ?? '')

  test('holds three complete examples', () => {
    expect(examples).toHaveLength(3)
  })

  test.each(examples)('example %# is a profile', (text) => {
    const parsed = profileFileSchema.safeParse(JSON.parse(text))
    expect(parsed.error?.issues).toBeUndefined()
  })

  test('speaks of every member', () => {
    for (const name of Object.keys(profileFileSchema.shape)) expect(page('profiles.md')).toContain(`\`${name}\``)
  })
})
