import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openProfiles } from '../electron/engine/profiles/profiles.ts'
import { createJudge } from '../electron/engine/verify/judge.ts'
import { readRequests } from '../electron/cli/raw-requests.ts'
import { requestMaker } from './lib/requests.mjs'

/*
 * Times judging alone: no socket, no archive, no output. Runs under the Node of the lock file, which reads TypeScript as it
 * stands. Its argument is JSON: paths of profile, jwks and tokens, and how many callbacks. Prints µs per callback.
 */
const { profile, jwks, tokensFile, count } = JSON.parse(process.argv[2])
const tokens = JSON.parse(readFileSync(tokensFile, 'utf8'))
const profiles = await openProfiles({ folder: null, files: [profile], keySetFiles: [jwks], watch: false })
const trust = profiles.current()
const judge = createJudge({ decodedBytes: 8 * 2 ** 20 })
const BATCH = 256
const SLICES = 5

function entriesOf(mix) {
  const make = requestMaker({ mix, tokens })
  const setting = { peer: '127.0.0.1', now: Date.now() }
  // Tokens and batches as in the pipeline; ten requests apart, so that each loan callback has another token.
  return Array.from({ length: count }, (_, n) => {
    const bytes = make(mix === 'loan' ? n * 10 : n)
    return { ...readRequests(bytes, setting).entries[0], sequence: n + 1 }
  })
}

const light = { legacy: 'digest', loan: 'signature' }
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** Median over slices, in µs; throws when a verdict is not the right one, for then the wrong thing was timed. */
async function timeJudging(mix) {
  const entries = entriesOf(mix)
  const first = await judge(entries[0], trust)
  const state = first.verdict[light[mix]].state
  if (state !== 'pass') throw new Error(`the ${light[mix]} of a good ${mix} callback is "${state}", not "pass"`)
  const slices = []
  for (let slice = 0; slice <= SLICES; slice++) {
    const since = performance.now()
    for (let at = 0; at < entries.length; at += BATCH)
      await Promise.all(entries.slice(at, at + BATCH).map((entry) => judge(entry, trust)))
    slices.push(((performance.now() - since) * 1000) / entries.length)
  }
  return median(slices.slice(1))
}

/** The bare cryptography of the same check, as the reference. */
function timeBare(mix) {
  const key = createPublicKey({ key: JSON.parse(readFileSync(jwks, 'utf8')).keys[0], format: 'jwk' })
  const bare = {
    legacy: (n) => createHash('md5').update(`B${n}bench-salt`).digest('hex').toUpperCase(),
    loan: (n) => {
      const [header, payload, signature] = tokens[n % tokens.length].jws.split('.')
      if (!verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')))
        throw new Error('a good token did not verify')
      return JSON.parse(Buffer.from(payload, 'base64url').toString())
    },
  }[mix]
  const slices = []
  for (let slice = 0; slice <= SLICES; slice++) {
    const since = performance.now()
    for (let n = 0; n < count; n++) bare(n)
    slices.push(((performance.now() - since) * 1000) / count)
  }
  return median(slices.slice(1))
}

const result = {}
for (const mix of ['legacy', 'loan']) result[mix] = { ours: await timeJudging(mix), bare: timeBare(mix) }
profiles.close()
process.stdout.write(`${JSON.stringify(result)}\n`)
