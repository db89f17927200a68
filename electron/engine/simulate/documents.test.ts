import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { answerRuleSchema } from '../../../shared/model/answer-rule.ts'
import { FAULT_IDS } from '../../../shared/simulate/faults.ts'
import { readScenario } from './scenario-files.ts'

/* The pages say what is there. */

const page = (name: string): string => readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8')
const examples = (name: string) => Array.from(page(name).matchAll(/```json\n([\s\S]*?)```/g), (match) => match[1] ?? '')

test('the example of docs/answer-rules.md is a rule, and every member is spoken of', () => {
  const [example = ''] = examples('answer-rules.md')
  expect(answerRuleSchema.safeParse(JSON.parse(example)).error?.issues).toBeUndefined()
  for (const name of Object.keys(answerRuleSchema.shape)) expect(page('answer-rules.md')).toContain(`\`${name}`)
})

test('the example of docs/simulator.md is a scenario, and every mistake is spoken of', () => {
  const [example = ''] = examples('simulator.md')
  expect(readScenario(example, 'the page')).toMatchObject({ ok: true })
  for (const id of FAULT_IDS) expect(page('simulator.md')).toContain(`\`${id}\``)
})
