// Every setting, once: how it is read and written, its bounds and default, when it takes effect, its key in an
// address. The form, the menus, what a run is made of, what Reset would change and what an error is about are read off
// this table; its words have the same names (i18n/en-settings.ts).
import type { Activation, Family, Init, Pixels } from '../../shared/types';
import { choice, number, onOff, sizes, whole, type Refusal, type Setting } from './setting-kinds';

/** A setting has the name that the boundary's types give it, so an error's field is a setting's name. */
export interface SettingValues {
  family: Family;
  body: 'linear' | 'dense' | 'conv';
  likelihood: 'bernoulli' | 'gaussian' | 'learned';
  learningRate: number;
  beta: number;
  batchSize: number;
  epochs: number;
  threads: number;
  hidden: readonly number[];
  channels: readonly number[];
  sd: number;
  pixels: Pixels;
  seed: number;
  reproducible: boolean;
  warmupSteps: number;
  freeBits: number;
  samples: number;
  activation: Activation;
  init: Init;
}

export type SettingName = keyof SettingValues;
/** As a person typed or chose them. */
export type SettingTexts = Record<SettingName, string>;

export const SETTINGS: { readonly [Name in SettingName]: Setting<SettingValues[Name]> } = {
  family: choice({
    key: 'model',
    takesEffect: 'reset',
    place: 'menu',
    options: ['vae', 'ae'],
    initial: 'vae',
  }),
  body: choice({
    key: 'layers',
    takesEffect: 'reset',
    place: 'menu',
    options: ['dense', 'linear', 'conv'],
    initial: 'dense',
  }),
  likelihood: choice({
    key: 'likelihood',
    takesEffect: 'reset',
    place: 'menu',
    options: ['bernoulli', 'gaussian', 'learned'],
    initial: 'bernoulli',
  }),
  learningRate: number({
    key: 'lr',
    takesEffect: 'now',
    bounds: { above: 0, max: 1 },
    initial: 0.001,
  }),
  beta: number({ key: 'beta', takesEffect: 'now', bounds: { min: 0, max: 100 }, initial: 1 }),
  batchSize: whole({
    key: 'batch',
    takesEffect: 'now',
    bounds: { min: 1, max: 1024 },
    unit: 'images',
    initial: 64,
  }),
  epochs: whole({ key: 'epochs', takesEffect: 'run', bounds: { min: 1 }, initial: 500 }),
  threads: whole({ key: 'threads', takesEffect: 'now', bounds: { min: 1 }, initial: null }),
  hidden: sizes({
    key: 'hidden',
    takesEffect: 'reset',
    bounds: { min: 1, max: 2048 },
    unit: 'neurons',
    needs: ['body', 'dense'],
    initial: [128, 64],
  }),
  channels: sizes({
    key: 'channels',
    takesEffect: 'reset',
    bounds: { min: 1, max: 64 },
    needs: ['body', 'conv'],
    initial: [16, 32],
  }),
  sd: number({
    key: 'sd',
    takesEffect: 'reset',
    bounds: { min: 0.01, max: 10 },
    needs: ['likelihood', 'gaussian'],
    initial: 0.2,
  }),
  pixels: choice({
    key: 'pixels',
    takesEffect: 'reset',
    options: ['grey', 'threshold', 'drawn'],
    initial: 'grey',
  }),
  seed: whole({
    key: 'seed',
    takesEffect: 'reset',
    bounds: { min: 0, max: 0xffff_ffff },
    initial: 7,
  }),
  reproducible: onOff({ key: 'reproducible', takesEffect: 'reset', initial: false }),
  warmupSteps: whole({
    key: 'warmup',
    takesEffect: 'now',
    place: 'more',
    bounds: { min: 0, max: 1_000_000 },
    unit: 'steps',
    needs: ['family', 'vae'],
    initial: 0,
  }),
  freeBits: number({
    key: 'free-bits',
    takesEffect: 'now',
    place: 'more',
    bounds: { min: 0, max: 10 },
    unit: 'nats',
    needs: ['family', 'vae'],
    initial: 0,
  }),
  samples: whole({
    key: 'samples',
    takesEffect: 'now',
    place: 'more',
    bounds: { min: 1, max: 64 },
    needs: ['family', 'vae'],
    initial: 1,
  }),
  activation: choice({
    key: 'activation',
    takesEffect: 'reset',
    place: 'more',
    options: ['relu', 'leakyRelu', 'gelu', 'tanh', 'sigmoid'],
    needs: ['body', 'dense'],
    initial: 'relu',
  }),
  init: choice({
    key: 'init',
    takesEffect: 'reset',
    place: 'more',
    options: ['pytorch', 'he', 'glorot'],
    initial: 'pytorch',
  }),
};

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** What a run may change on the way. */
export const OPTION_NAMES = SETTING_NAMES.filter(
  (name) => SETTINGS[name].takesEffect === 'now' && name !== 'threads',
);

export function initialTexts(): SettingTexts {
  const texts = SETTING_NAMES.map((name) => [name, initialText(name)]);
  return Object.fromEntries(texts) as SettingTexts;
}

function initialText<Name extends SettingName>(name: Name): string {
  const { initial, format } = SETTINGS[name];
  return initial === null ? '' : format(initial);
}

/** What a text says, or why it says nothing. */
export function read<Name extends SettingName>(
  name: Name,
  text: string,
): { value: SettingValues[Name] } | { refusal: Refusal } {
  const { parse, doubt, check, control } = SETTINGS[name];
  const [one, other] = doubt?.(text) ?? [];
  if (one !== undefined && other !== undefined) {
    return { refusal: { reason: 'ambiguous', params: { value: text.trim(), one, other } } };
  }
  const value = parse(text);
  if (value === null) {
    return { refusal: { reason: 'type', params: { expected: control, value: text.trim() } } };
  }
  const refusal = check(value);
  return refusal ? { refusal } : { value };
}

/** Whether the setting means anything beside the others. */
export function applies(name: SettingName, texts: SettingTexts): boolean {
  const { needs } = SETTINGS[name];
  return !needs || texts[needs[0]] === needs[1];
}

/** Whether it is what a fresh model begins with. */
export function isInitial(name: SettingName, text: string): boolean {
  return (normalised(name, text) ?? text) === initialText(name);
}

/** The setting that an error's field names. */
export function settingNamed(field: string): SettingName | null {
  return SETTING_NAMES.find((name) => name === field) ?? null;
}

/** A text as the table itself would write its value; null when it has none. */
export function normalised<Name extends SettingName>(name: Name, text: string): string | null {
  const found = read(name, text);
  return 'value' in found ? SETTINGS[name].format(found.value) : null;
}
