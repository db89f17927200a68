import { CALLBACK_SOURCES } from '../../../shared/facts/network.ts'
import type { SourceSettings } from '../../../shared/model/settings.ts'
import type { Surroundings } from '../../../shared/checks/source.ts'
import { SHIPPED_SURROUNDINGS, sourceList } from '../../../shared/checks/source.ts'
import type { TrustBase } from './types.ts'

function surroundingsOf({ list, proxies }: SourceSettings): Surroundings {
  const sources = list === null ? SHIPPED_SURROUNDINGS.sources : sourceList(namedEntries(list), 'your own list')
  return { sources, proxies }
}

/** An entry that the user left as it was shipped keeps what the bank's page says of it. */
function namedEntries(list: NonNullable<SourceSettings['list']>): NonNullable<SourceSettings['list']> {
  const shipped = new Map(CALLBACK_SOURCES.map(({ network, note }) => [network, note]))
  return list.map((entry) => ({ ...entry, note: entry.note === '' ? (shipped.get(entry.network) ?? '') : entry.note }))
}

/** Lays the list of sources and the trusted proxies of the settings beside the profiles. */
export interface SurroundedTrust {
  /** The same object for the same profiles and settings, so that nothing is made anew for each callback. */
  readonly of: (trust: TrustBase, settings: SourceSettings) => TrustBase
  /** True when the settings are not those of the last call (never at the first): then what is stored must be judged again. */
  readonly changed: (settings: SourceSettings) => boolean
}

/** Keeps the last combination; see SurroundedTrust. */
export function createSurroundedTrust(): SurroundedTrust {
  let base: TrustBase | null = null
  let sources: SourceSettings | null = null
  let combined: TrustBase | null = null
  let told: string | null = null
  return {
    of: (trust, settings) => {
      if (combined !== null && base === trust && sources === settings) return combined
      base = trust
      sources = settings
      combined = { ...trust, surroundings: surroundingsOf(settings) }
      return combined
    },
    changed: (settings) => {
      const now = JSON.stringify(settings)
      const is = told !== null && told !== now
      told = now
      return is
    },
  }
}
