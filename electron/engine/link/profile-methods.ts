import { bad, ProblemError } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/errors.ts'
import type { PROFILE_METHODS } from '../../../shared/protocol/profiles.ts'
import type { Handlers } from '../../../shared/protocol/table.ts'
import type { Engine } from '../core.ts'
import { exportProfile, importProfile } from '../profiles/profile-exchange.ts'
import type { ProfileEditor } from '../profiles/profile-editor.ts'
import { describeSecret } from '../profiles/resolve-secrets.ts'

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new ProblemError(result.problem)
  return result.value
}

/** The methods of profiles and of judging again. */
export function createProfileMethods({ options, rejudging }: Engine): Pick<Handlers, keyof typeof PROFILE_METHODS> {
  const { trust } = options
  const editor = (): ProfileEditor =>
    trust.editor ??
    unwrap(bad('profile-read-only', 'Profiles cannot be changed here: this engine has no profiles folder.'))
  return {
    'profiles.list': () => ({
      profiles: trust.status(),
      folder: trust.folder,
      sealing: trust.editor?.seal.available ?? false,
    }),
    'profiles.read': ({ name }) => unwrap(editor().read(name)),
    'profiles.reveal': ({ name, path }) => ({ secret: unwrap(editor().reveal(name, path)) }),
    'profiles.inspectSecret': ({ secret }) => describeSecret(secret),
    'profiles.save': async ({ profile, previousName }) => unwrap(await editor().save(profile, previousName)),
    'profiles.delete': async ({ name }) => {
      unwrap(await editor().remove(name))
      return {}
    },
    'profiles.import': async (wish) => unwrap(await importProfile(editor(), wish)),
    'profiles.export': ({ name, secrets }) => exportProfile(unwrap(editor().find(name)), secrets),
    'profiles.seal': () => editor().sealAll(),
    'verdicts.rejudge': () => rejudging.run(true),
    'verdicts.cancel': () => rejudging.cancel(),
  }
}
