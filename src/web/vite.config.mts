// How the explorer becomes static files: everything from our own origin, nothing inline, so that a strict
// Content-Security-Policy (script-src 'self'; style-src 'self') holds.
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    // 0: no asset becomes a data: URI, which the policy would refuse.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
