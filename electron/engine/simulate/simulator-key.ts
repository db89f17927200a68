import { createPrivateKey, createPublicKey, generateKeyPair, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SIMULATOR_KEY_ID, SIMULATOR_NAME } from '../../../shared/simulate/token.ts'
import type { Sign } from '../../../shared/simulate/token.ts'
import { readKeySet } from '../verify/key-set.ts'
import type { KeySet } from '../verify/types.ts'

/** As large as the bank's keys (domain.md §3). */
const MODULUS_BITS = 2048
const makePair = promisify(generateKeyPair)

/** The RSA key that simulated tokens are signed with, and the key set that it is trusted by: for simulated callbacks only. */
export interface SimulatorKey {
  readonly sign: Sign
  readonly keySet: KeySet
}

const fileIn = (dataFolder: string) => join(dataFolder, 'simulator', 'key.pem')
const isCode = (thrown: unknown, code: string) => thrown instanceof Error && 'code' in thrown && thrown.code === code

function read(dataFolder: string): KeyObject | null {
  try {
    return createPrivateKey(readFileSync(fileIn(dataFolder)))
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT')) return null
    throw thrown
  }
}

/** Makes the key (mode 0600). When another process was faster, its key is taken. */
async function make(dataFolder: string): Promise<KeyObject> {
  const { privateKey } = await makePair('rsa', { modulusLength: MODULUS_BITS })
  mkdirSync(join(dataFolder, 'simulator'), { recursive: true, mode: 0o700 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  try {
    writeFileSync(fileIn(dataFolder), pem, { mode: 0o600, flag: 'wx' })
    return privateKey
  } catch (thrown) {
    if (!isCode(thrown, 'EEXIST')) throw thrown
    return read(dataFolder) ?? privateKey
  }
}

async function withKeySet(key: KeyObject): Promise<SimulatorKey> {
  const jwk = createPublicKey(key).export({ format: 'jwk' })
  const jwks = { keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: SIMULATOR_KEY_ID }] }
  const keySet = await readKeySet(JSON.stringify(jwks), SIMULATOR_NAME, null)
  if (!keySet.ok) throw new Error(keySet.problem.message)
  return {
    sign: (text) => sign('RSA-SHA256', Buffer.from(text, 'utf8'), key).toString('base64url'),
    keySet: keySet.value,
  }
}

/**
 * The key of the simulator in the data folder, so that tokens of an earlier run stay verifiable. Rejects when the file is there but
 * cannot be read.
 * @param create make it when there is none; else null is given
 */
export async function simulatorKey(dataFolder: string, create: true): Promise<SimulatorKey>
export async function simulatorKey(dataFolder: string, create: boolean): Promise<SimulatorKey | null>
export async function simulatorKey(dataFolder: string, create: boolean): Promise<SimulatorKey | null> {
  const key = read(dataFolder) ?? (create ? await make(dataFolder) : null)
  return key === null ? null : withKeySet(key)
}
