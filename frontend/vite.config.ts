import { defineConfig } from 'vite';

export default defineConfig({
  base: '/',
  publicDir: false,
  // Messages are compiled to syntax trees at build time, so the parser never travels to a phone.
  resolve: {
    alias: { '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js' },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2020',
    outDir: 'dist',
    manifest: true,
    assetsInlineLimit: 0,
    // The polyfill would be an inline script, which the content security policy forbids.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { resident: 'resident/main.tsx', staff: 'staff/main.tsx', finance: 'finance/main.tsx' },
    },
  },
  test: { include: ['**/*.test.ts'], exclude: ['node_modules', 'dist'] },
});
