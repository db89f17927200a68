import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Result } from '../../../shared/protocol/errors.ts'
import { bad, good } from '../../../shared/protocol/errors.ts'
import { writeSecret } from '../certificate/files.ts'
import { readKeySet } from '../verify/key-set.ts'
import { fetchKeyText } from './fetch-text.ts'
import type { FetchOptions } from './fetch-text.ts'

/** The text of a key set as it was fetched, and when. */
export interface FetchedText {
  readonly text: string
  /** Wall clock, ms since 1970. */
  readonly fetchedAt: number
}

/** Key sets that were fetched from addresses, kept on disk, so that they work offline and after a restart. */
export interface FetchedKeys {
  /** The kept copy; null when it was never fetched (or the copy is damaged). Never opens a connection. */
  readonly read: (url: string) => Promise<FetchedText | null>
  /** Fetches it anew and keeps it. The copy before stays when that fails, or when what comes is no key set. */
  readonly refresh: (url: string, apiKey: string | null, name: string) => Promise<Result<FetchedText>>
}

const copySchema = z.object({ version: z.literal(1), url: z.string(), fetchedAt: z.iso.datetime(), text: z.string() })

export interface FetchedKeysOptions {
  readonly folder: string
  readonly wall: () => number
  /** What tests put in place of names and authorities. */
  readonly fetch?: Omit<FetchOptions, 'apiKey'>
}

/** Opens the kept copies in a folder, which need not be there yet. */
export function openFetchedKeys({ folder, wall, fetch = {} }: FetchedKeysOptions): FetchedKeys {
  const fileOf = (url: string) => join(folder, `${createHash('sha256').update(url).digest('hex').slice(0, 32)}.json`)
  const read = async (url: string): Promise<FetchedText | null> => {
    try {
      const copy = copySchema.parse(JSON.parse(await readFile(fileOf(url), 'utf8')))
      return copy.url === url ? { text: copy.text, fetchedAt: Date.parse(copy.fetchedAt) } : null
    } catch {
      return null
    }
  }
  const keep = async (url: string, kept: FetchedText): Promise<Result<FetchedText>> => {
    const copy = { version: 1, url, fetchedAt: new Date(kept.fetchedAt).toISOString(), text: kept.text }
    try {
      await writeSecret(fileOf(url), JSON.stringify(copy))
      return good(kept)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return bad('jwks-not-fetched', `The key set from ${url} was fetched, but cannot be kept in ${folder}: ${why}.`)
    }
  }
  return {
    read,
    refresh: async (url, apiKey, name) => {
      const text = await fetchKeyText(url, name, { ...fetch, apiKey })
      if (!text.ok) return text
      // Only what is a key set may take the place of one.
      const set = await readKeySet(text.value, name, null)
      if (!set.ok) return set
      return keep(url, { text: text.value, fetchedAt: wall() })
    },
  }
}
