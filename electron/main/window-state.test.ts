import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createStateKeeper, placeOnDisplays, readWindowState } from './window-state.ts'

const DISPLAY = { x: 0, y: 0, width: 1920, height: 1080 }
const bounds = (x: number, y: number) => ({ x, y, width: 1000, height: 700 })

it.each([
  ['in the middle', bounds(100, 100), true],
  ['half out to the left', bounds(-800, 100), true],
  ['on a display that is gone', bounds(2500, 100), false],
  ['with its title bar above the display', bounds(100, -50), false],
  ['below the display', bounds(100, 1079), false],
])('a window %s', (_name, place, taken) => {
  expect(placeOnDisplays(place, [DISPLAY])).toEqual(taken ? { bounds: place } : null)
})

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'window-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('keeps what it was told for the next start', async () => {
  const first = await readWindowState(folder)
  const keeper = createStateKeeper(folder, first, vi.fn())
  keeper.theme('dark')
  await keeper.flush()
  await expect(readWindowState(folder)).resolves.toEqual({ ...first, theme: 'dark' })
})

it.each(['', '[]', '{"version":9}', '{"version":1,"bounds":{"x":"a"},"maximized":1,"theme":"x"}'])(
  'takes a damaged file for a first start: %s',
  async (text) => {
    await writeFile(join(folder, 'window.json'), text)
    await expect(readWindowState(folder)).resolves.toEqual({
      version: 1,
      bounds: null,
      maximized: false,
      theme: 'system',
    })
  },
)

it('reports that the place could not be kept', async () => {
  const onError = vi.fn()
  const keeper = createStateKeeper(join(folder, 'missing'), await readWindowState(folder), onError)
  keeper.theme('light')
  await keeper.flush()
  expect(onError).toHaveBeenCalledOnce()
  await expect(readFile(join(folder, 'window.json'))).rejects.toThrow('ENOENT')
})
