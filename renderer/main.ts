/*
 * First what stands in index.html is painted, then the window is built: that takes longer than the paint, on the same thread.
 */

/** Without being drawn a window gets no frames: then there is nothing to wait for. */
const LONGEST_MS = 250
let begun = false

function begin(): void {
  if (begun) return
  begun = true
  void import('./boot.tsx')
}

// A message comes after the drawing of the frame.
const drawn = new MessageChannel()
drawn.port1.onmessage = begin
requestAnimationFrame(() => drawn.port2.postMessage(null))
setTimeout(begin, LONGEST_MS)
