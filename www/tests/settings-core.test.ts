// The page refuses what the core would refuse, no more and no less: asked of the core itself, as it is built.
import { beforeAll, expect, it } from 'vitest';
import { say } from '../src/page/i18n/en-errors';
import { Settings } from '../src/page/state/settings.svelte';
import { textsFrom } from '../src/page/state/settings-run';
import { read, SETTING_NAMES, SETTINGS, type SettingName } from '../src/page/state/settings-table';
import { dataSets } from '../src/shared/data-sets';
import { failureFrom } from '../src/shared/failure';
import type { Failure, RunConfig } from '../src/shared/types';
import { builtPackage, bytesOf, MODEL, RUN, type Images, type Package } from './boundary-package';

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
  ['channels', ['1', '64', '1 1 1 1'], ['0', '65', '1 1 1 1 1']],
  ['warmupSteps', ['0', '1000000'], ['1000001']],
  ['freeBits', ['0', '10'], ['-0.1', '10.01']],
  ['samples', ['1', '64'], ['0', '65']],
];

it.each(EDGES)('%s: the bounds on the page are the core’s', (name, inside, outside) => {
  for (const text of [...inside, ...outside]) {
    const isInside = inside.includes(text);
    expect('value' in read(name, text), `the page, ${text}`).toBe(isInside);
    expect(coreTakes(name, text), `the core, ${text}`).toBe(isInside);
  }
});

it('whatever can be chosen on the page the core opens as that', () => {
  for (const name of SETTING_NAMES) {
    for (const option of SETTINGS[name].options ?? []) {
      const settings = new Settings();
      settings.typed[name] = option;
      const lab = wasm.Lab.open(settings.runConfig(dataSets.digits8x8), digits);
      expect(textsFrom(lab.info())[name], name).toBe(option);
      lab.free();
    }
  }
});

it('what goes with nothing else is refused by the core, and said at its field', () => {
  const settings = new Settings();
  Object.assign(settings.typed, { samples: '2', freeBits: '1' });
  const config = settings.runConfig(dataSets.digits8x8);
  const refused = failureOf(() => wasm.Lab.open(config, digits));
  settings.refuse(refused);
  expect(settings.refused).toEqual(['freeBits']);
  expect(say(refused)).toBe(
    'Free bits go with one sample an image: set samples K to 1, or free bits to 0.',
  );
});

it('more channels than a page has room for are refused as that', () => {
  const model = { ...MODEL, height: 64, width: 64, body: { kind: 'conv', channels: [17] } };
  const refused = failureOf(() => wasm.Lab.open({ ...RUN, model } as RunConfig, digits));
  expect(say(refused)).toBe(
    'Channels times pixels behind a convolution must be at most 16384, not 17408. Take fewer channels.',
  );
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
  else if (name === 'channels') config.model.body = { kind: 'conv', channels: numbers };
  else if (name === 'seed') config.seed = number;
  else config.options = { ...config.options, [name]: number };
  try {
    wasm.Lab.open(config, digits).free();
    return true;
  } catch {
    return false;
  }
}

function failureOf(ask: () => unknown): Failure {
  try {
    ask();
  } catch (thrown) {
    return failureFrom(thrown);
  }
  throw new Error('nothing was refused');
}
