import { freeName } from '../../shared/templates/guess/to-profile.ts'
import { fromView } from './open-profile.ts'
import type { EditorCore } from './editor-core.ts'

/** Takes the text of a file in; when its name is taken, the user is asked. */
function take(core: EditorCore, text: string, as: string | null): void {
  const { call, ui, show, told } = core
  told(call('profiles.import', { text, as, replace: false }), ({ saved, clash, notes }) => {
    if (clash !== null) {
      return ui.confirm({
        title: `There is a profile “${clash.name}” already`,
        body: `It can be taken in beside it, as “${clash.suggestion}”. The one that is there stays as it is.`,
        action: `Take it in as “${clash.suggestion}”`,
        run: () => take(core, text, clash.suggestion),
      })
    }
    if (saved === null) return
    show(fromView(saved))
    ui.say([`Took in “${saved.name}”.`, ...notes].join(' '))
  })
}

/** Profiles as files: in, out, and a second one of the same. */
export function profileExchange(core: EditorCore) {
  const { call, ui, names, show, guarded, told } = core
  return {
    importText: (text: string): void => guarded(() => take(core, text, null)),
    /** The text for a file of one's own, or for somebody else. */
    exportText: (name: string, secrets: boolean) => call('profiles.export', { name, secrets }),
    /** Makes another one of a profile on disk, salts and credentials included. */
    duplicate: (name: string): void =>
      guarded(() => {
        const as = freeName(`${name.slice(0, 70)} copy`, names())
        const copied = call('profiles.export', { name, secrets: true }).then(({ text }) =>
          call('profiles.import', { text, as, replace: false }),
        )
        told(copied, ({ saved }) => {
          if (saved === null) return
          show(fromView(saved))
          ui.say(`Made “${saved.name}”, with the same salts and credentials.`)
        })
      }),
  }
}
