/** Waits until a condition holds, turn by turn of the event loop; fails when it never comes to hold. */
export async function until(holds: () => boolean, what = 'the condition'): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    if (holds()) return
    await turnOfTheLoop()
  }
  throw new Error(`Waited in vain for ${what}.`)
}

/** Lets everything that is due run once. */
export function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
