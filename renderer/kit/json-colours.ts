import { syntaxTree } from '@codemirror/language'
import { RangeSetBuilder } from '@codemirror/state'
import { Decoration, ViewPlugin } from '@codemirror/view'
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view'

const mark = (name: string): Decoration => Decoration.mark({ class: name })
const MARKS: Readonly<Record<string, Decoration>> = {
  PropertyName: mark('tok-name'),
  String: mark('tok-string'),
  Number: mark('tok-number'),
  True: mark('tok-word'),
  False: mark('tok-word'),
  Null: mark('tok-word'),
}

function colours(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const colour = MARKS[node.name]
        if (colour !== undefined) builder.add(node.from, node.to, colour)
      },
    })
  }
  return builder.finish()
}

/** Colours the tokens of JSON that are in sight. */
export const jsonColours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet
    constructor(view: EditorView) {
      this.decorations = colours(view)
    }
    update(update: ViewUpdate): void {
      const parsed = syntaxTree(update.state) !== syntaxTree(update.startState)
      if (update.docChanged || update.viewportChanged || parsed) this.decorations = colours(update.view)
    }
  },
  { decorations: (plugin) => plugin.decorations },
)
