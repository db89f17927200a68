import { expect, it } from 'vitest'
import about from '../../package.json' with { type: 'json' }
import { BRIDGE_FIXED_IN, SUPPORTED_ELECTRON, isTestBuild } from './electron-version.ts'

const numbers = (version: string): number[] => version.split('.').map(Number)
const declared = numbers(about.devDependencies.electron)

// Item 16: looked up by hand, and not believed for longer than half a year.
it('declares a supported Electron, looked up within the last 183 days', () => {
  const age = (Date.now() - Date.parse(SUPPORTED_ELECTRON.lookedUp)) / 86_400_000
  expect(age, 'look the supported majors up again and move the date').toBeLessThan(183)
  expect(declared[0]).toBeGreaterThanOrEqual(SUPPORTED_ELECTRON.newestMajor - 1)
})

// T14: CVE-2026-70601, promises over the bridge.
it('declares an Electron in which the bridge no longer leaks', () => {
  const [major = 0, minor = 0, patch = 0] = declared
  const fixed = BRIDGE_FIXED_IN.map(numbers).find(([fixedMajor]) => fixedMajor === major)
  const newest = Math.max(...BRIDGE_FIXED_IN.map((version) => numbers(version)[0] ?? 0))
  const sameMajor = minor > (fixed?.[1] ?? 0) || (minor === fixed?.[1] && patch >= (fixed[2] ?? 0))
  expect(major > newest || (fixed !== undefined && sameMajor)).toBe(true)
})

it('calls what runs on another Electron a test build', () => {
  expect(isTestBuild('33.2.1', '45.4.1')).toBe(true)
  expect(isTestBuild('45.4.1', '45.4.1')).toBe(false)
})
