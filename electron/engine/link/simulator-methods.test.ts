import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { READY_SCENARIOS } from '../../../shared/simulate/ready-scenarios.ts'
import { settled, startEngine } from '../resilience/testing.ts'
import type { Started } from '../resilience/testing.ts'
import { get, rule, send, status } from '../respond/testing.ts'
import { scenarioFolder } from '../simulate/scenario-files.ts'
import { createRuleMethods } from './rule-methods.ts'
import { createSimulatorMethods } from './simulator-methods.ts'

/* The methods of answer rules and simulator, on a real engine. */

let started: Started | null = null
afterEach(async () => {
  await started?.stop()
  started = null
})

async function start(answerRules: readonly unknown[] = []): Promise<Started> {
  started = await startEngine({ answerRules })
  return started
}

const [first] = READY_SCENARIOS
if (first === undefined) throw new Error('no scenario')

it('keeps scenarios as files of this user, and lists what is wrong with others', async () => {
  const { engine } = await start()
  const methods = createSimulatorMethods(engine)
  const { dataFolder } = engine.options
  expect(await methods['scenarios.list']({})).toMatchObject({ scenarios: [] })
  const { file } = await methods['scenarios.save']({ scenario: first.scenario })
  const again = await methods['scenarios.save']({ scenario: first.scenario })
  expect([file, again.file]).toEqual([
    'show-me-three-failures-then-success.json',
    'show-me-three-failures-then-success-2.json',
  ])
  const path = join(scenarioFolder(dataFolder), file)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ format: 'callback-inspector-scenario', version: 1 })
  mkdirSync(scenarioFolder(dataFolder), { recursive: true })
  writeFileSync(join(scenarioFolder(dataFolder), 'broken.json'), '{"format":')
  writeFileSync(join(scenarioFolder(dataFolder), 'newer.json'), '{"format":"callback-inspector-scenario","version":7}')
  const { scenarios } = await methods['scenarios.list']({})
  expect(scenarios.map((one) => [one.file, one.problem?.code ?? null])).toEqual([
    ['broken.json', 'scenario-invalid'],
    ['newer.json', 'scenario-newer'],
    [again.file, null],
    [file, null],
  ])
  expect(scenarios[1]?.problem?.message).toContain('of version 7; this program knows version 1')
})

it('starts, pauses, steps, resumes, stops and clears runs, and says when there is none', async () => {
  const { engine } = await start()
  const methods = createSimulatorMethods(engine)
  const wish = { scenario: first.scenario, url: null, profile: null, speed: 1, confirmed: false }
  const run = await methods['simulator.start'](wish)
  for (const act of ['pause', 'step', 'resume', 'stop'] as const) {
    expect(await methods[`simulator.${act}`](run)).toEqual({})
  }
  expect(await methods['simulator.runs']({})).toMatchObject({ runs: [{ id: run.run, state: 'stopped' }] })
  await methods['simulator.clear']({})
  expect(await methods['simulator.runs']({})).toEqual({ runs: [] })
  expect(() => methods['simulator.stop'](run)).toThrow('not there any more')
})

it('says which rule would answer a captured callback, saved or not', async () => {
  const begun = await start([rule('saved', [status(204)])])
  await send(begun, get('/x?event-type=BOOKED&paymentId=1'))
  await settled(begun.engine)
  const methods = createRuleMethods(begun.engine)
  expect(await methods['rules.try']({ sequence: 1, rules: null })).toEqual({
    rule: { profile: null, name: 'saved' },
    sentence: 'Delivered with the first attempt.',
  })
  expect(await methods['rules.try']({ sequence: 1, rules: [] })).toMatchObject({ rule: null })
  await expect(methods['rules.try']({ sequence: 99, rules: null })).rejects.toThrow('has been deleted')
  expect(methods['entry.upstream']({ sequence: 1 })).toEqual({ upstream: null })
})
