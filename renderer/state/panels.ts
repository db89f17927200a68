/** Where the rail leads. */
export type Panel =
  'inbox' | 'deliveries' | 'digest' | 'signature' | 'rules' | 'simulator' | 'endpoint-check' | 'profiles' | 'settings'
