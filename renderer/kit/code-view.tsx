import { lazy, Suspense } from 'react'
import type { ReactElement } from 'react'
import type { CodeViewProps } from './code-view-props.ts'

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
