/** Text of any length, read-only, with line numbers and everything invisible made visible. */
export interface CodeViewProps {
  readonly text: string
  readonly json?: boolean
  readonly label: string
}
