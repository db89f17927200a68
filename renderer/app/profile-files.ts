import { toProblem } from '../../shared/protocol/errors.ts'
import type { App } from './create-app.ts'

/** Writes a profile into a file of the user's choice, with or without its secrets. */
export function chooseExport(app: App, name: string, secrets: boolean): void {
  app.profiles.exportText(name, secrets).then(
    ({ fileName, text, leftOut, notes }) =>
      app.desktop.saveText('profile', fileName, text, (saved) => {
        if (saved === null) return
        if (saved.problem !== null) return app.ui.say(saved.problem, 'error')
        const without = leftOut === 0 ? '' : ` ${leftOut} ${leftOut === 1 ? 'secret was' : 'secrets were'} left out.`
        app.ui.say([`Saved as ${saved.path}.${without}`, ...notes].join(' '))
      }),
    (thrown: unknown) => app.ui.fail(toProblem(thrown)),
  )
}

/** The same, with its secrets, after the user was told what that means. */
export function exportWithSecrets(app: App, name: string): void {
  app.ui.confirm({
    title: `Write the salts of “${name}” into a file?`,
    body: 'Whoever gets the file can make callbacks that look genuine. Without secrets it is safe to send on.',
    action: 'Export with secrets',
    run: () => chooseExport(app, name, true),
  })
}
