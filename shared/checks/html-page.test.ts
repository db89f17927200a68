import { expect, test } from 'vitest'
import { htmlPage } from './html-page.ts'

test.each([
  ['<!DOCTYPE html><html><head><title>Logga in</title></head><body>', 'login', 'Logga in'],
  ['<html><form><input type="password" name="p"></form>', 'login', null],
  ['\n<!-- x -->\n<html><head><title>404 Not Found</title></head><body>nginx</body>', 'error', '404 Not Found'],
  ['<html><body><h1>Bad Gateway</h1></body></html>', 'error', null],
  ['<!doctype html><title>Min butik</title><p>Välkommen', 'page', 'Min butik'],
])('%s', (text, kind, title) => {
  expect(htmlPage(text)).toEqual({ kind, title })
})

test.each(['', '{"html":"<html>"}', '<?xml version="1.0"?><a/>', 'OK', 'error 500'])('%s is no page', (text) => {
  expect(htmlPage(text)).toBeNull()
})

test('only the beginning is looked at, and nothing takes long', () => {
  expect(htmlPage(`<html>${' '.repeat(5_000_000)}<input type="password">`)?.kind).toBe('page')
  expect(htmlPage('<!--'.repeat(1_000_000))).toBeNull()
  expect(htmlPage(`${' '.repeat(100_000)}x`)).toBeNull()
})
