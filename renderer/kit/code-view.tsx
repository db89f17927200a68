import type { CodeViewProps } from './code-view-props.ts'
import { later } from './later.tsx'

/** See CodeViewProps. CodeMirror is a third of the page's code and not needed for its first picture: it is loaded when it is first shown. */
export const CodeView = later<CodeViewProps>(() => import('./code-editor.tsx').then((m) => m.CodeEditor))
