import type { CheckEntry } from '../facts/preflight/entry.ts'
import type { CheckItemId } from '../facts/preflight/items.ts'
import { itemTitle } from '../facts/preflight/items.ts'
import type { CheckCode } from '../facts/preflight/codes.ts'
import { CHECK_FINDINGS } from '../facts/preflight/codes.ts'
import type { Evidence } from '../model/verdict.ts'
import type { CheckFinding, ChecklistItem, CheckVerdict, ItemState } from './model.ts'

const CATALOGUE: Readonly<Record<CheckCode, CheckEntry>> = CHECK_FINDINGS

/** Builds a finding of the endpoint check from the catalogue. `over` makes a sentence more exact, or weighs it otherwise. */
export function checkFinding(
  code: CheckCode,
  evidence: Evidence = {},
  over: Partial<Pick<CheckFinding, 'summary' | 'explanation' | 'advice' | 'weight' | 'item'>> = {},
): CheckFinding {
  return { code, ...CATALOGUE[code], evidence, ...over }
}

const STATE_OF = { fail: 'fail', warn: 'warn', unknown: 'unknown', note: 'pass' } as const
const STRENGTH: Readonly<Record<ItemState, number>> = { pending: 0, pass: 1, unknown: 2, warn: 3, fail: 4 }

/** The stronger of two states. */
const stronger = (one: ItemState, other: ItemState): ItemState => (STRENGTH[other] > STRENGTH[one] ? other : one)

/** An item of the checklist: its state is the worst that its findings ask for, else `calm`. */
export function checklistItem(
  id: CheckItemId,
  seen: string,
  findings: readonly CheckFinding[],
  calm: ItemState = 'pass',
): ChecklistItem {
  const state = findings.reduce<ItemState>((found, { weight }) => stronger(found, STATE_OF[weight]), calm)
  return { id, title: itemTitle(id), state, seen, findings }
}

/** The verdict over findings: the worst of them; what cannot be told decides nothing. */
export function verdictOf(findings: readonly CheckFinding[]): CheckVerdict {
  if (findings.some(({ weight }) => weight === 'fail')) return 'fail'
  return findings.some(({ weight }) => weight === 'warn') ? 'warn' : 'pass'
}
