import { Component } from 'react'
import type { ReactNode } from 'react'
import { Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'

interface Props {
  readonly name: string
  readonly children: ReactNode
}
interface State {
  readonly message: string | null
}

/** A fault in one panel leaves the others, and the capture, as they are. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { message: null }

  static getDerivedStateFromError(thrown: unknown): State {
    return { message: thrown instanceof Error ? thrown.message : String(thrown) }
  }

  override render(): ReactNode {
    const { message } = this.state
    if (message === null) return this.props.children
    return (
      <Empty heading title={`The ${this.props.name} panel met a fault`}>
        <p>{message}</p>
        <p>The listener and the archive are not concerned.</p>
        <Button onPress={() => this.setState({ message: null })}>Draw it again</Button>
      </Empty>
    )
  }
}
