/** One spelling for the alerts of a client: OpenSSL has changed how it calls them. */
export function canonicalCode(code: string): string {
  return code.replace(/^ERR_SSL_SSL\/TLS_ALERT_/, 'ERR_SSL_SSLV3_ALERT_')
}
