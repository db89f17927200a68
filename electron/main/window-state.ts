import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'
import { THEMES, type Theme } from '../../shared/protocol/bridge.ts'

const stateSchema = z.strictObject({
  version: z.literal(1),
  bounds: z.strictObject({ x: z.int(), y: z.int(), width: z.int().min(200), height: z.int().min(200) }).nullable(),
  maximized: z.boolean(),
  /** Kept here too, so that the window has the right colour before the page has its settings. */
  theme: z.enum(THEMES),
})
export type WindowState = Readonly<z.infer<typeof stateSchema>>
export interface WindowPlace {
  readonly bounds: Rectangle
}

const FIRST: WindowState = { version: 1, bounds: null, maximized: false, theme: 'system' }
const fileIn = (userData: string): string => join(userData, 'window.json')

/** Reads the state of last time; a missing or damaged file is a first start: only comfort is lost. */
export async function readWindowState(userData: string): Promise<WindowState> {
  try {
    const read = stateSchema.safeParse(JSON.parse(await readFile(fileIn(userData), 'utf8')))
    return read.success ? read.data : FIRST
  } catch {
    return FIRST
  }
}

/** Gives the bounds of last time if enough of the title bar is still on a display to be grasped, else null. */
export function placeOnDisplays(bounds: Rectangle | null, displays: readonly Rectangle[]): WindowPlace | null {
  if (bounds === null) return null
  const graspable = displays.some(
    (area) =>
      bounds.x + bounds.width >= area.x + 100 &&
      bounds.x <= area.x + area.width - 100 &&
      bounds.y >= area.y &&
      bounds.y <= area.y + area.height - 50,
  )
  return graspable ? { bounds } : null
}

/** Keeps the state on disk; changes within half a second are written once. */
export function createStateKeeper(userData: string, initial: WindowState, onError: (error: unknown) => void) {
  let state = initial
  let timer: NodeJS.Timeout | null = null
  const write = async (): Promise<void> => {
    timer = null
    await writeFile(fileIn(userData), JSON.stringify(state), { mode: 0o600 }).catch(onError)
  }
  const change = (part: Partial<WindowState>): void => {
    state = { ...state, ...part }
    timer ??= setTimeout(() => void write(), 500)
  }
  return {
    theme: (theme: Theme): void => {
      change({ theme })
    },
    watch: (window: BrowserWindow): void => {
      const note = (): void => {
        if (!window.isDestroyed()) change({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
      }
      for (const event of ['resize', 'move'] as const) window.on(event as 'resize', note)
      window.on('close', note)
    },
    /** Writes what is still waiting. */
    flush: async (): Promise<void> => {
      if (timer === null) return
      clearTimeout(timer)
      await write()
    },
  }
}
