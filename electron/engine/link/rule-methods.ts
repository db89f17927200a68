import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { RULE_METHODS } from '../../../shared/protocol/rules.ts'
import type { Handlers } from '../../../shared/protocol/table.ts'
import { countRule } from '../../../shared/respond/bank-count.ts'
import type { Engine } from '../core.ts'

const NO_RULE = 'No rule holds: it gets the answer of the settings.'

/** The methods of the answer rules. */
export function createRuleMethods(engine: Engine): Pick<Handlers, keyof typeof RULE_METHODS> {
  return {
    'rules.try': async ({ sequence, rules }) => {
      const entry = engine.archive.entry(sequence)
      if (entry === null) {
        throw new ProblemError({ code: 'not-found', message: `Entry ${String(sequence)} has been deleted.` })
      }
      const choice = await engine.responder.explain(entry, rules)
      if (choice.kind !== 'rule') return { rule: null, sentence: NO_RULE }
      const { scope, rule } = choice
      return { rule: { profile: scope, name: rule.name }, sentence: countRule(rule).sentence }
    },
    'entry.upstream': ({ sequence }) => {
      const found = engine.archive.upstream(sequence)
      return { upstream: found === null ? null : { ...found, body: new Uint8Array(found.body) } }
    },
  }
}
