// The Firefox that people have. Playwright drives only its own build of it, so visits there are driven by Puppeteer.
import { existsSync } from 'node:fs';

export const firefox = [
  process.env['VAE_LAB_FIREFOX'],
  '/usr/bin/firefox',
  '/usr/bin/firefox-esr',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
].find((path) => path !== undefined && existsSync(path));

/** Why a visit is skipped where there is none. */
export const NO_FIREFOX = 'no Firefox is installed; VAE_LAB_FIREFOX names one';
