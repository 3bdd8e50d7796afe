// The page refuses what the core would refuse, no more and no less: asked of the core itself, as it is built.
import { beforeAll, expect, it } from 'vitest';
import { Settings } from '../src/page/state/settings.svelte';
import { read, type SettingName } from '../src/page/state/settings-table';
import { dataSets } from '../src/shared/data-sets';
import { builtPackage, bytesOf, type Images, type Package } from './boundary-package';

let wasm: Package;
let digits: Images;

beforeAll(async () => {
  wasm = await builtPackage();
  digits = wasm.Images.fromPacked(bytesOf('../../src/data/digits8x8.bin'), 'digits8x8');
});

/** Each on the edge of its bounds, and just over it. */
const EDGES: [name: SettingName, inside: string[], outside: string[]][] = [
  ['learningRate', ['1e-9', '1'], ['0', '-1', '1.0001']],
  ['beta', ['0', '100'], ['-0.001', '100.01']],
  ['batchSize', ['1', '1024'], ['0', '1025']],
  ['hidden', ['1', '2048', '1 1 1 1'], ['0', '2049', '1 1 1 1 1']],
  ['seed', ['0', '4294967295'], ['4294967296']],
];

it.each(EDGES)('%s: the bounds on the page are the core’s', (name, inside, outside) => {
  for (const text of [...inside, ...outside]) {
    const isInside = inside.includes(text);
    expect('value' in read(name, text), `the page, ${text}`).toBe(isInside);
    expect(coreTakes(name, text), `the core, ${text}`).toBe(isInside);
  }
});

it('the defaults on the page are the core’s', () => {
  expect(new Settings().runConfig(dataSets.digits8x8)).toEqual(wasm.defaults());
});

/** Whether the core opens a run with this one setting, whatever the page thinks of it. */
function coreTakes(name: SettingName, text: string): boolean {
  const config = new Settings().runConfig(dataSets.digits8x8);
  const numbers = text.split(' ').map(Number);
  const [number = NaN] = numbers;
  if (name === 'hidden') config.model.body = { kind: 'dense', hidden: numbers, activation: 'relu' };
  else if (name === 'seed') config.seed = number;
  else config.options = { ...config.options, [name]: number };
  try {
    wasm.Lab.open(config, digits).free();
    return true;
  } catch {
    return false;
  }
}
