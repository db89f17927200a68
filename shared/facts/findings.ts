/** The closed set of finding codes. */
export type FindingCode = string
