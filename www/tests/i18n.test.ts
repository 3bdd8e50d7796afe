// A language's table is complete and holds nothing that nobody says.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../src/page/i18n/en';
import { byCode } from '../src/page/i18n/en-errors';

const PAGE = new URL('../src/page/', import.meta.url);

const textOf = (folder: URL, wanted: (name: string) => boolean) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(wanted)
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');

/** Every file of the page but the languages. */
const sources = textOf(PAGE, (name) => /\.(ts|svelte)$/.test(name) && !name.startsWith('i18n'));

/** What the worker says to the page goes by names, too. */
const shared = textOf(new URL('../shared/', PAGE), (name) => name.endsWith('.ts'));

/** Tables that a program looks names up in: whatever is named somewhere is said. */
const BY_NAME = [
  'status.phase',
  'status.tempo',
  'bound.remark',
  'bound.rescaled',
  'speed.option',
  'terms',
  'oneThread',
];
/** Their type demands each setting, or each set of images, and nothing else. */
const BY_TYPE = /^(settings\.(label|help|option|preset\.option)|data\.set)\./;

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** The paths of all words: a word that is explained is one. */
function pathsOf(tree: Tree, above = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = above + key;
    return isTree(value) && !('meaning' in value) ? pathsOf(value, `${path}.`) : [path];
  });
}

function isSaid(path: string): boolean {
  const [key = '', parent = 't'] = path.split('.').reverse();
  if (BY_TYPE.test(path)) return true;
  if (BY_NAME.some((table) => path.startsWith(`${table}.`))) {
    return new RegExp(`['.]${key}\\b`).test(sources + shared);
  }
  // `words` is what the plane calls its own part.
  const holders = parent === 'plane' ? '(?:plane|words|names)' : parent;
  return new RegExp(`\\b${holders}\\s*\\.${key}\\b`).test(sources);
}

describe('English', () => {
  it('says every sentence that it holds', () => {
    expect(pathsOf(en).filter((path) => !isSaid(path))).toEqual([]);
  });

  it('has no sentence for a failure that nothing fails with', () => {
    const fails =
      sources +
      textOf(new URL('../worker/', PAGE), (name) => name.endsWith('.ts')) +
      readFileSync(new URL('../../../src/error.rs', PAGE), 'utf8');
    const codes = Object.keys(byCode);
    expect(codes.filter((code) => !new RegExp(`['"]${code}['"]`).test(fails))).toEqual([]);
  });

  it('holds every sentence that is asked for', () => {
    const asked = [...sources.matchAll(/\bt\s*\.([a-z]\w*(?:\s*\.[a-z]\w*)*)/gi)].map(([, path]) =>
      path!.replaceAll(/\s/g, '').split('.'),
    );
    expect(asked.length).toBeGreaterThan(50);
    for (const path of asked) {
      let found: unknown = en;
      // An explained word's parts, and a table that is looked up further, end the way.
      for (const key of path) found = isTree(found) ? found[key] : found;
      expect(found, `t.${path.join('.')}`).toBeDefined();
    }
  });
});
