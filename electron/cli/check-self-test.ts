import { judgePublicTest } from '../../shared/preflight/public-test.ts'
import type { PublicTest } from '../../shared/preflight/public-test.ts'
import { bad, good } from '../../shared/protocol/errors.ts'
import type { Result } from '../../shared/protocol/errors.ts'
import { systemClocks } from '../engine/clocks.ts'
import { askArrival } from '../engine/self-test/ask-arrival.ts'
import { testPublicName } from '../engine/self-test/public-test.ts'
import type { PublicTestWish } from '../engine/self-test/public-test.ts'
import { findRunning } from '../engine/simulate/running.ts'
import type { Surroundings } from './command.ts'
import { dataFolders } from './data-folder.ts'

/** Tests one URL through its name. */
export type SelfTester = (wish: PublicTestWish) => Promise<PublicTest>

/** Makes the self-test for the listener of this user that was started last; refused when none runs. */
export function selfTester({ environment }: Pick<Surroundings, 'environment'>): Result<SelfTester> {
  const found = dataFolders(environment).flatMap((folder) => findRunning(folder))
  const running = found.toSorted((one, other) => other.startedAt - one.startedAt)[0]
  if (running === undefined) {
    const why =
      'No running listener of yours was found, so nothing can arrive: start one (callback-inspector listen, or the app), then use --self-test again.'
    return bad('self-test-failed', why)
  }
  return good(async (wish) => {
    const { token, authorities } = running
    const arrived = async (nonce: string) => (await askArrival(running, nonce, systemClocks)) ?? null
    const signal = new AbortController().signal
    return judgePublicTest(await testPublicName(wish, { clocks: systemClocks, token, authorities, arrived, signal }))
  })
}
