import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** A Chromium that is already here comes first; without one, Playwright's own download is used. */
const installed = [
  process.env['VAE_LAB_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/** The built site that is visited. */
const site = process.env['VAE_LAB_DIST'] ?? 'dist';
const port = Number(process.env['VAE_LAB_PORT'] ?? 4173);
const baseURL = `http://127.0.0.1:${port}/`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One visitor at a time: what is asked of the page is not to compete with another test's training.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(installed ? { executablePath: installed } : {}),
      args: ['--no-sandbox', '--disable-background-networking'],
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --outDir ${site} --port ${port} --strictPort`,
    url: baseURL,
    reuseExistingServer: false,
  },
});
