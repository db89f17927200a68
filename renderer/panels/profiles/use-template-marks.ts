import { useEffect, useState } from 'react'
import type { ProfileDraft } from '../../../shared/model/profile.ts'
import { runInSlices } from '../../../shared/templates/steps.ts'
import { marksMemory, templateMarkSteps } from '../../state/template-marks.ts'
import type { TemplateMarks } from '../../state/template-marks.ts'

const NONE: TemplateMarks = new Map()
const SLICES = {
  clock: () => performance.now(),
  later: (next: () => void): void => void setTimeout(next, 0),
}

/**
 * The remarks on some templates of a draft. Worked out beside the drawing: those of the draft before stand until then.
 * @param events their names, one a line
 */
export function useTemplateMarks(draft: ProfileDraft, events: string): TemplateMarks {
  const [memory] = useState(marksMemory)
  const [marks, setMarks] = useState(NONE)
  useEffect(
    () => runInSlices(templateMarkSteps(draft, events.split('\n'), memory), SLICES, setMarks),
    [draft, events, memory],
  )
  return marks
}
