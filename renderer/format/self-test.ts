import type { ListenerStatus } from '../../shared/protocol/views.ts'

/** What came of a test of the listeners, in a sentence. */
export function selfTestWords(listeners: readonly ListenerStatus[]): string {
  const tested = listeners.flatMap(({ selfTest }) => (selfTest === undefined ? [] : [selfTest]))
  if (tested.length === 0) return 'No listener is running, so there is none to test.'
  const failed = tested.find(({ ok }) => !ok)
  if (failed !== undefined) return `A listener failed its test. ${failed.sentence}`
  return tested.length === 1 ? 'The listener answers.' : 'All listeners answer.'
}
