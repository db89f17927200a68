import type { ReactElement } from 'react'
import type { CheckView } from '../../../shared/protocol/checks.ts'
import { FindingBlock } from '../detail/finding-view.tsx'

type CheckFinding = CheckView['items'][number]['findings'][number]

const SEVERITIES = { fail: 'error', warn: 'warning', unknown: 'info', note: 'info' } as const

/** The findings of one item, each with evidence, what to do, and the sentence that it rests on. */
export function CheckFindings({ findings }: { readonly findings: readonly CheckFinding[] }): ReactElement {
  return (
    <>
      {findings.map(({ weight, item: _item, ...finding }) => (
        <FindingBlock
          key={finding.code}
          finding={{ ...finding, severity: SEVERITIES[weight] }}
          open={weight === 'fail' || weight === 'warn'}
        />
      ))}
    </>
  )
}
