import type { MenuItemConstructorOptions } from 'electron'
import { expect, it, vi } from 'vitest'
import { MENU_ACTIONS } from '../../shared/protocol/bridge.ts'
import { menuTemplate } from './app-menu.ts'

const parts = { mac: false, developer: false, act: vi.fn(), link: vi.fn() }
const flatten = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])

it('has every action of the page, each of which names itself', () => {
  const items = flatten(menuTemplate(parts)).filter(({ id }) => id !== undefined)
  expect(items.map(({ id }) => id).toSorted()).toEqual([...MENU_ACTIONS].toSorted())
  for (const item of items) {
    // Sound: these items take no arguments.
    ;(item.click as () => void)()
    expect(parts.act).toHaveBeenLastCalledWith(item.id)
  }
})

it('gives no two items the same key', () => {
  const keys = flatten(menuTemplate(parts)).flatMap(({ accelerator }) =>
    accelerator === undefined ? [] : [accelerator],
  )
  expect(new Set(keys).size).toBe(keys.length)
})

it('offers the developer tools to developers only', () => {
  const roles = (developer: boolean) => flatten(menuTemplate({ ...parts, developer })).map(({ role }) => role)
  expect(roles(false)).not.toContain('toggleDevTools')
  expect(roles(true)).toContain('toggleDevTools')
})
