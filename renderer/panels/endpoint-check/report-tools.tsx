import type { ReactElement } from 'react'
import { checkHtml, checkMarkdown } from '../../../shared/export/check-report.ts'
import type { CheckReport } from '../../../shared/export/check-report.ts'
import type { CheckView } from '../../../shared/protocol/checks.ts'
import { useApp, useChecks, useEngine } from '../../app/use-app.ts'
import type { App } from '../../app/create-app.ts'
import { Button } from '../../kit/button.tsx'
import styles from './endpoint-check.module.css'

/** A file name from the host and the day: nothing of the rest of an address belongs into one. */
function fileName({ url, checkedAt }: CheckView, ending: string): string {
  const host = /^[a-z]+:\/\/(?:[^@/]*@)?([a-z0-9.-]+)/i.exec(url)?.[1] ?? 'endpoint'
  return `check-${host}-${new Date(checkedAt).toISOString().slice(0, 10)}.${ending}`
}

function save(app: App, view: CheckView, ending: string, text: string): void {
  app.desktop.saveText('report', fileName(view, ending), text, (saved) => {
    if (saved === null) return
    if (saved.problem !== null) return app.ui.say(saved.problem, 'error')
    app.ui.say(`Saved as ${saved.path}.`)
  })
}

/** Copies or saves the report of a finished check. */
export function ReportTools({ view }: { readonly view: CheckView }): ReactElement {
  const app = useApp()
  const version = useEngine((state) => state.version) ?? ''
  // The self-test goes along when it was made for this very address.
  const selfTest =
    useChecks(({ publicTest }) => (publicTest?.url === view.url.trim() ? publicTest.view : null)) ?? undefined
  const report: CheckReport = { ...view, version, selfTest }
  const copy = (): void => {
    app.desktop.copyText(checkMarkdown(report))
    app.ui.say('Copied the report as Markdown.')
  }
  return (
    <div className={styles['tools']}>
      <Button small onPress={copy}>
        Copy report
      </Button>
      <Button small onPress={() => save(app, view, 'md', checkMarkdown(report))}>
        Save Markdown…
      </Button>
      <Button small onPress={() => save(app, view, 'html', checkHtml(report))}>
        Save HTML…
      </Button>
    </div>
  )
}
