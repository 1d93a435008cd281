// Browser tests against the whole chain: the one at BASE_URL, or one started for this run (see support/chain.ts).
import { defineConfig } from '@playwright/test';

export const launchOptions = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none', '--lang=en-US'],
};

export const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
export const desk = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: 'specs',
  outputDir: 'results',
  globalSetup: './support/chain.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    ...phone,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    launchOptions,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
});
