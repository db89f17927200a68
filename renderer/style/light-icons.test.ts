import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const sheet = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')
const TOKENS = sheet('tokens.css')
const ICONS = sheet('light-icons.css')
/** States and the colour of their text; what does not apply is faint. */
const STATES = ['pass', 'warn', 'fail', 'unchecked', 'not-applicable'] as const
const colourOf = (state: (typeof STATES)[number]): string => (state === 'not-applicable' ? 'faint' : state)

/** The declarations of one theme, by name. */
function declarations(text: string, theme: string): ReadonlyMap<string, string> {
  const block = text.split(`[data-theme='${theme}'] {`)[1]?.split('\n}')[0] ?? ''
  return new Map([...block.matchAll(/--([\w-]+): (.+);/g)].map(([, name = '', value = '']) => [name, value]))
}

test.each(['light', 'dark'])('each icon of the %s theme has the colour of its state', (theme) => {
  const tokens = declarations(TOKENS, theme)
  const icons = declarations(ICONS, theme)
  expect([...icons.keys()]).toEqual(STATES.map((state) => `icon-${state}`))
  for (const state of STATES) {
    const stroke = /stroke='%23(\w+)'/.exec(icons.get(`icon-${state}`) ?? '')?.[1]
    expect(`#${stroke}`, state).toBe(tokens.get(colourOf(state)))
  }
})

test('both themes draw the same icons', () => {
  const shapes = ['light', 'dark'].map((theme) =>
    [...declarations(ICONS, theme)].map(([name, value]) => [name, value.replaceAll(/stroke='%23\w+'/g, '')]),
  )
  expect(shapes[0]).toEqual(shapes[1])
})
