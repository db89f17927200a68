import { expect, test, vi } from 'vitest'
import type { Unsaved } from './leaving.ts'
import { createUi } from './ui.ts'

const start = () =>
  createUi({ now: () => 0, later: () => undefined, storage: { getItem: () => null, setItem: () => undefined } })

function changes(saves = true) {
  const save = vi.fn(async () => saves)
  const discard = vi.fn()
  return { what: 'the answer rules', saving: false, wrong: null, save, discard } satisfies Unsaved
}

function atRules(saves = true) {
  const ui = start()
  ui.setPanel('rules')
  const unsaved = changes(saves)
  ui.setUnsaved('rules', unsaved)
  return { ui, unsaved, state: ui.store.getState }
}

test('a panel without changes is left at once', () => {
  const ui = start()
  ui.setPanel('rules')
  ui.setPanel('inbox')
  expect(ui.store.getState()).toMatchObject({ panel: 'inbox', leaving: null })
})

test('changes are asked about first, and staying keeps them', () => {
  const { ui, unsaved, state } = atRules()
  ui.focusSearch()
  expect(state()).toMatchObject({ panel: 'rules', focusSearch: 0, leaving: { panels: ['rules'], closing: false } })
  ui.stay()
  expect(state()).toMatchObject({ panel: 'rules', leaving: null, unsaved: { rules: { what: 'the answer rules' } } })
  expect(unsaved.discard).not.toHaveBeenCalled()
})

test('what outlives its panel is asked about only when the window closes', () => {
  const { ui, unsaved, state } = atRules()
  const close = vi.fn()
  ui.setUnsaved('rules', { ...unsaved, outlives: true })
  ui.setPanel('inbox')
  expect(state()).toMatchObject({ panel: 'inbox', leaving: null })
  ui.leaveAll(close)
  expect(state()).toMatchObject({ leaving: { panels: ['rules'], closing: true } })
  expect(close).not.toHaveBeenCalled()
})

test('discarded changes are given up, then it goes on', () => {
  const { ui, unsaved, state } = atRules()
  ui.focusSearch()
  ui.discardAndGo()
  expect(unsaved.discard).toHaveBeenCalledOnce()
  expect(state()).toMatchObject({ panel: 'inbox', focusSearch: 1, leaving: null })
})

test('saved changes let go, and those that cannot be saved do not', async () => {
  const good = atRules()
  good.ui.setPanel('inbox')
  await good.ui.saveAndGo()
  expect(good.state().panel).toBe('inbox')
  const bad = atRules(false)
  bad.ui.setPanel('inbox')
  await bad.ui.saveAndGo()
  expect(bad.state()).toMatchObject({ panel: 'rules', leaving: null })
})

test('closing asks about every panel at once', async () => {
  const { ui, unsaved } = atRules()
  const other = changes()
  ui.setUnsaved('profiles', other)
  const close = vi.fn()
  ui.leaveAll(close)
  expect(ui.store.getState().leaving).toMatchObject({ panels: ['rules', 'profiles'], closing: true })
  await ui.saveAndGo()
  expect([unsaved.save, other.save, close].map((one) => one.mock.calls.length)).toEqual([1, 1, 1])
})

test('what is saved meanwhile is not asked about any more', () => {
  const { ui, state } = atRules()
  ui.setPanel('inbox')
  ui.setUnsaved('rules', null)
  expect(state()).toMatchObject({ panel: 'inbox', leaving: null, unsaved: {} })
})
