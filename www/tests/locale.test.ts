// A browser's language may be no language: under LANG=C it is "C" in WebKitGTK. Nothing of the page asks for it.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatCount, formatNats, formatZ } from '../src/shared/units';

const SOURCES = new URL('../src/', import.meta.url);
/** What formats by a language that it is not told, or asks for the browser's. */
const BY_LANGUAGE =
  /navigator\.languages?\b|\bIntl\b|\.toLocale\w*\(|\.localeCompare\(|\.toLocaleString\b/;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe.each(['C', '', 'en_US.UTF-8'])('in a browser whose language is “%s”', (tag) => {
  function browser() {
    const window = Object.assign(new EventTarget(), { devicePixelRatio: 1 });
    vi.stubGlobal('window', window);
    vi.stubGlobal('document', { createElement: () => ({ style: {} }) });
    vi.stubGlobal('devicePixelRatio', 1);
    vi.stubGlobal('matchMedia', () => new EventTarget());
    vi.stubGlobal('navigator', { language: tag, languages: [tag] });
  }

  it('the chart’s library loads', async () => {
    browser();
    expect(() => new Intl.NumberFormat(navigator.language)).toThrow();
    const { default: uPlot } = await import('uplot');
    expect(uPlot).toBeTypeOf('function');
  });

  it('numbers are written as ever', () => {
    browser();
    expect([formatCount(6000), formatNats(-24.71), formatZ(-1.2)]).toEqual([
      '6,000',
      '−24.7',
      '−1.20',
    ]);
  });
});

it('no source of the page goes by the browser’s language', () => {
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.startsWith('wasm'))
    .map((name) => ({ name, text: readFileSync(new URL(name, SOURCES), 'utf8') }));
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.filter(({ text }) => BY_LANGUAGE.test(text)).map(({ name }) => name)).toEqual([]);
});
