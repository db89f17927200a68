/** How the environments are called. */
export const ENVIRONMENT_WORDS = { production: 'Production', test: 'Test', lab: 'Lab' } as const

/** Families by their full names, for the choice in the editor. */
export const FAMILIES = [
  { id: 'legacy', name: 'Legacy: URI template and digest' },
  { id: 'mapi', name: 'Merchant API: JSON, nothing signed' },
  { id: 'rco-plus', name: 'Resurs Checkout+: JSON with a checkout id' },
  { id: 'loan', name: 'Consumer loan: JSON with jwsData' },
  { id: 'any', name: 'Not said: each callback tells' },
] as const

export const ENVIRONMENTS = [
  { id: 'production', name: 'Production' },
  { id: 'test', name: 'Test' },
  { id: 'lab', name: 'Lab' },
] as const
