/** A frame of the screen, ms: what comes more often is drawn once in each. */
const FRAME_MS = 16
const HIDDEN_FRAME_MS = 100

/** What of the browser tells and makes frames. */
export interface FrameSource {
  /** Monotonic clock, ms. */
  readonly now: () => number
  readonly hidden: () => boolean
  readonly request: (run: () => void) => void
  readonly later: (run: () => void, ms: number) => void
}

export interface Frames {
  /** Runs something at the next frame. */
  readonly nextFrame: (run: () => void) => void
  /**
   * Runs what will be drawn: at once when nothing was for a frame, so that the frame that comes has only to draw it; else with the
   * next frame.
   */
  readonly soon: (run: () => void) => void
}

/** Tells when to change what is drawn. A hidden window gets no frames, and its inbox must not pile up: it runs now and then. */
export function createFrames({ now, hidden, request, later }: FrameSource): Frames {
  let ranAt = Number.NEGATIVE_INFINITY
  const nextFrame = (run: () => void): void => {
    if (hidden()) later(run, HIDDEN_FRAME_MS)
    else request(run)
  }
  return {
    nextFrame,
    soon: (run) => {
      const timed = (): void => {
        ranAt = now()
        run()
      }
      if (hidden() || now() - ranAt < FRAME_MS) nextFrame(timed)
      else timed()
    },
  }
}
