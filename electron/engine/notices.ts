import type { Problem, ProblemCode } from '../../shared/protocol/errors.ts'
import type { Notice } from '../../shared/protocol/views.ts'

/** The banners that stand right now: one per key, until what it speaks of has passed. */
export interface Notices {
  readonly set: (key: string, problem: Problem | null) => void
  readonly list: () => readonly Notice[]
}

const WARNINGS: readonly ProblemCode[] = [
  'archive-limit-near',
  'certificate-expired',
  'profile-invalid',
  'profile-unreadable',
  'jwks-invalid',
]

function severity(problem: Problem): Notice['severity'] {
  return WARNINGS.includes(problem.code) ? 'warning' : 'error'
}

const same = (one: Notice, other: Notice): boolean => one.problem.message === other.problem.message

/** @param changed called after every real change; the same problem set twice is none */
export function createNotices(changed: () => void): Notices {
  const notices = new Map<string, Notice>()
  return {
    // Storing and judging may fail for one and the same reason: it is said once.
    list: () => [...notices.values()].filter((one, index, all) => all.findIndex((other) => same(one, other)) === index),
    set: (key, problem) => {
      const before = notices.get(key)
      if (problem === null ? before === undefined : before?.problem.message === problem.message) return
      if (problem === null) notices.delete(key)
      else notices.set(key, { key, severity: severity(problem), problem })
      changed()
    },
  }
}
