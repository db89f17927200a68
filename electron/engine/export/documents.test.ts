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
