import { CHECK_ITEMS } from '../../shared/facts/preflight/items.ts'
import { checkFinding, checklistItem } from '../../shared/preflight/finding.ts'
import type { CHECK_METHODS } from '../../shared/protocol/checks.ts'
import type { EventData, Handlers } from '../../shared/protocol/table.ts'

/** Endpoint checks of the page's own engine: one finished answer for each. */
export function createFakeChecks(
  emit: (event: 'check.changed', data: EventData<'check.changed'>) => void,
  now: number,
): Pick<Handlers, keyof typeof CHECK_METHODS> {
  let last = 0
  return {
    'check.start': ({ url, ownAuthority }) => {
      const check = ++last
      const items = CHECK_ITEMS.map(({ id }) => {
        if (id === 'chain')
          return checklistItem(id, 'shop.example.com.', [
            checkFinding('CHAIN_INCOMPLETE', { missing: 'CN=Example CA' }),
          ])
        return checklistItem(id, 'As it should be.', [])
      })
      const view = {
        check,
        url,
        checkedAt: now,
        rehearsal: ownAuthority,
        finished: true,
        verdict: 'fail',
        outside: [],
      } as const
      // After the answer, as the engine does.
      queueMicrotask(() => emit('check.changed', { ...view, items }))
      return { check }
    },
    'check.cancel': () => ({}),
  }
}
