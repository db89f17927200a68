/**
 * Node's http, not by import: an ES import reads every export of it, and under Node 24 one of them loads a second HTTP client that
 * nobody here uses, some 20 ms of each start.
 */
export const http = process.getBuiltinModule('node:http')
