import type { AnswerRule } from '../../../shared/model/answer-rule.ts'
import { ProblemError } from '../../../shared/protocol/errors.ts'
import type { App } from '../../app/create-app.ts'

/** The saved rules of a profile, or (null) of the settings. Rejects when the profile cannot be read. */
export async function rulesOf(app: App, profile: string | null): Promise<readonly AnswerRule[]> {
  if (profile === null) return app.engine.store.getState().state?.settings.answerRules ?? []
  const view = await app.call('profiles.read', { name: profile })
  return view.profile.answerRules ?? []
}

/** Saves rules where they came from, and gives them as they are in force. Rejects with the reason. */
export async function saveRules(
  app: App,
  profile: string | null,
  rules: readonly AnswerRule[],
): Promise<readonly AnswerRule[]> {
  if (profile !== null) return saveInProfile(app, profile, rules)
  const settings = app.engine.store.getState().state?.settings
  if (settings === undefined) return rules
  const answer = await app.call('settings.write', {
    settings: { ...settings, answerRules: [...rules] },
    passphrase: null,
  })
  const [problem] = answer.problems.filter(({ code }) => code.startsWith('settings'))
  if (problem !== undefined) throw new ProblemError(problem)
  return answer.settings.answerRules
}

async function saveInProfile(app: App, name: string, rules: readonly AnswerRule[]): Promise<readonly AnswerRule[]> {
  const view = await app.call('profiles.read', { name })
  if (view.readOnly !== null) throw new ProblemError({ code: 'profile-invalid', message: view.readOnly })
  const profile = { ...view.profile, answerRules: rules }
  const saved = await app.call('profiles.save', { profile, previousName: name })
  return saved.profile.answerRules ?? []
}
