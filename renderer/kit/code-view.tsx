import { lazy, Suspense } from 'react'
import type { ReactElement } from 'react'

/** Text of any length, read-only, with line numbers and everything invisible made visible. */
export interface CodeViewProps {
  readonly text: string
  readonly json?: boolean
  readonly label: string
}

// CodeMirror is a third of the page's code and not needed for its first picture.
const Editor = lazy(() => import('./code-editor.tsx').then((m) => ({ default: m.CodeEditor })))

/** See CodeViewProps; the editor itself is loaded when it is first needed. */
export function CodeView(props: CodeViewProps): ReactElement {
  return (
    <Suspense fallback={null}>
      <Editor {...props} />
    </Suspense>
  )
}
