// `npm run screenshots`: the pictures of the README, taken from a running town with a lively day in it.
import { defineConfig } from '@playwright/test';
import tests, { launchOptions } from './playwright.config';

// The browser's own parts (the date field) speak the language of its environment.
const japanese = { ...launchOptions, args: [...launchOptions.args.filter((argument) => !argument.startsWith('--lang')), '--lang=ja'],
  env: { ...process.env, LANGUAGE: 'ja', LANG: 'ja_JP.UTF-8' } };

export default defineConfig({ ...tests, testDir: 'screenshots', timeout: 240_000, use: { ...tests.use, launchOptions: japanese } });
