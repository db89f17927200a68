import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import { json as jsonLanguage } from '@codemirror/lang-json'
import { EditorState } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { visibleSign } from '../format/visible.ts'
import type { CodeViewProps } from './code-view-props.ts'
import styles from './code-editor.module.css'
import { jsonColours } from './json-colours.ts'

/** The nonce that this load of the page was given for style elements; empty under the development server. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

const LOOK = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'transparent', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '19px', overflow: 'auto' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--faint)', border: 'none', paddingLeft: '12px' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 10px 0 0', minWidth: '24px' },
  '.cm-content': { padding: '10px 12px 10px 0', caretColor: 'transparent' },
  '.cm-specialChar': { color: 'var(--warn)', backgroundColor: 'var(--warn-ground)', borderRadius: '3px' },
})

// What CodeMirror itself shows as special, and what else our own list of hidden characters holds.
const MORE_SPECIAL = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb]/gu

function special(code: number, description: string | null): HTMLElement {
  const sign = document.createElement('span')
  sign.className = 'cm-specialChar'
  sign.textContent = visibleSign(String.fromCodePoint(code))
  sign.title = description ?? `U+${code.toString(16).toUpperCase()}`
  return sign
}

/** Laying out and colouring a line of a million characters holds the page for a second: it runs on to the right instead. */
const LONGEST_WRAPPED = 50_000

/** Colouring goes on behind the drawing, a tenth of a second at a time: of longer text nobody waits for that. */
const LONGEST_COLOURED = 400_000

function hasHugeLine(text: string): boolean {
  let from = 0
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
    if (end - from > LONGEST_WRAPPED) return true
    from = end + 1
  }
  return text.length - from > LONGEST_WRAPPED
}

function extensions(label: string, coloured: boolean, huge: boolean): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'aria-readonly': 'true' }),
    EditorView.cspNonce.of(styleNonce()),
    huge ? [] : EditorView.lineWrapping,
    lineNumbers(),
    highlightSpecialChars({ addSpecialChars: MORE_SPECIAL, render: special }),
    keymap.of([]),
    LOOK,
    coloured && !huge ? [jsonLanguage(), jsonColours] : [],
  ]
}

/** The editor behind CodeView. */
export function CodeEditor({ text, json = false, label }: CodeViewProps): ReactElement {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (box.current === null) return undefined
    // Carriage returns stay characters of their own: they are part of what was sent.
    const state = EditorState.create({
      doc: text,
      extensions: [
        EditorState.lineSeparator.of('\n'),
        extensions(label, json && text.length <= LONGEST_COLOURED, hasHugeLine(text)),
      ],
    })
    const view = new EditorView({ state, parent: box.current })
    return () => view.destroy()
  }, [text, json, label])
  return <div ref={box} className={styles['editor']} />
}
