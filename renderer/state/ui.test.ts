import { expect, test } from 'vitest'
import { createUi } from './ui.ts'

const said = () => {
  const kept = new Map<string, string>()
  const ui = createUi({
    now: () => 0,
    later: () => undefined,
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
  })
  return { ui, texts: () => ui.store.getState().toasts.map(({ text }) => text) }
}

test('a message that is true no longer goes when its counterpart comes', () => {
  const { ui, texts } = said()
  ui.say('On.')
  ui.say('Copied.')
  ui.say('Off.', 'good', 'On.')
  expect(texts()).toEqual(['Copied.', 'Off.'])
})

test('the same words stand once, and three messages at most', () => {
  const { ui, texts } = said()
  for (const text of ['a', 'b', 'a', 'c', 'd']) ui.say(text)
  expect(texts()).toEqual(['a', 'c', 'd'])
})
