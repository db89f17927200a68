import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { judgeRaw, keySetOf, post } from './test-support.ts'
import { JWK, signed } from './token-cases.test-support.ts'

const other = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }), kid: 'k' }
const raw = post('/loan', JSON.stringify({ jwsData: signed({ iss: 'resurs' }) }))

/** Turns of the loop that others had while a token was tried on so many wrong keys, then on the right one. */
async function turnsFor(wrong: number) {
  const keySet = await keySetOf(JSON.stringify({ keys: [...Array.from({ length: wrong }, () => other), JWK] }))
  let turns = 0
  let done = false
  const count = () => {
    if (done) return
    turns += 1
    setImmediate(count)
  }
  const judged = judgeRaw(raw, { profiles: [], keySets: [keySet] })
  setImmediate(count)
  const { verdict } = await judged
  done = true
  return { turns, state: verdict.signature.state }
}

test('a token that is tried on many keys gives the loop back in between', async () => {
  const few = await turnsFor(1)
  const many = await turnsFor(200)
  expect([few.state, many.state]).toEqual(['pass', 'pass'])
  // 200 keys at 32 a turn.
  expect(many.turns - few.turns).toBeGreaterThanOrEqual(6)
})
