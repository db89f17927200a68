export interface Piece {
  readonly text: string
  readonly differs: boolean
}

/** Takes a text and what it is compared with, gives the text in pieces, those that differ position by position marked. */
export function difference(text: string, other: string): readonly Piece[] {
  const pieces: { text: string; differs: boolean }[] = []
  Array.from(text).forEach((char, index) => {
    const differs = char !== other[index]
    const last = pieces.at(-1)
    if (last !== undefined && last.differs === differs) last.text += char
    else pieces.push({ text: char, differs })
  })
  return pieces
}

/** How two digests stand to each other, in words. */
export function compareDigests(expected: string, received: string): 'equal' | 'case' | 'different' {
  if (expected === received) return 'equal'
  return expected.toLowerCase() === received.trim().toLowerCase() ? 'case' : 'different'
}
