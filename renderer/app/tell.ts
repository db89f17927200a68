import { toProblem } from '../../shared/protocol/errors.ts'
import type { App } from './create-app.ts'

/** Waits for the engine's answer and says in words what came of it. */
export function tell<T>(app: App, answer: Promise<T>, words: (value: T) => string): void {
  answer.then(
    (value) => app.ui.say(words(value)),
    (thrown: unknown) => app.ui.fail(toProblem(thrown)),
  )
}
