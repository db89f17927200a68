/** RBD docs/consumer-loan-api/callbacks-and-polling-status.md: where the bank publishes its keys, and the header that it asks for. */
export const JWKS_URLS = {
  production: 'https://apigw.resurs.com/api/auth_service/jwks',
  test: 'https://apigw.integration.resurs.com/api/auth_service/jwks',
  header: 'apikey',
} as const

/** The only algorithm of the documented key set; nothing else is accepted (RFC 8725 §3.1). */
export const JWS_ALGORITHM = 'RS256'

/** Stands in all five example bodies of that page: filler, not a token. */
export const DOCS_PLACEHOLDER_TOKEN = 'eyJOXAiOLADikz.eyJpc3MiJgbDQrm4.djjft4CP-mbW1'
