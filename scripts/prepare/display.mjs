import { once } from 'node:events'
import { start } from './children.mjs'
import { needsDisplay } from './libraries.mjs'
import { Plain } from './progress.mjs'

/** Where there is no display, starts an Xvfb on a free number. @returns {Promise<{DISPLAY?: string}>} for the child's environment */
export async function ensureDisplay() {
  if (!needsDisplay()) return {}
  const args = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-ac']
  const child = start('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await Promise.race([
    once(child.stdio[3], 'data').then(([data]) => String(data).trim()),
    once(child, 'exit').then(() => null),
    once(child, 'error').then(() => null),
  ])
  if (!number) throw new Plain('Xvfb, the display for machines without a screen, could not be started.')
  return { DISPLAY: `:${number}` }
}
