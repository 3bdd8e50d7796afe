// Every setting, once: how it is read and written, its bounds and default, when it takes effect, its key in an
// address. The form, the menus, what a run is made of, what Reset would change and what an error is about are read off
// this table; its words have the same names (i18n/en-settings.ts).
import type { Family, Pixels } from '../../shared/types';
import {
  numberFrom,
  numberInDoubt,
  sizesFrom,
  sizesInDoubt,
  wholeFrom,
  wholeInDoubt,
  type Doubt,
} from './read-numbers';

/** A setting has the name that the boundary's types give it, so an error's field is a setting's name. */
export interface SettingValues {
  family: Family;
  body: 'linear' | 'dense';
  likelihood: 'bernoulli' | 'gaussian' | 'learned';
  learningRate: number;
  beta: number;
  batchSize: number;
  epochs: number;
  threads: number;
  hidden: readonly number[];
  sd: number;
  pixels: Pixels;
  seed: number;
  reproducible: boolean;
}

export type SettingName = keyof SettingValues;
/** As a person typed or chose them. */
export type SettingTexts = Record<SettingName, string>;

/** What numbers a setting takes; as the core has them. */
export interface Bounds {
  min?: number;
  /** Like `min`, but the number itself is out. */
  above?: number;
  max?: number;
}

/** Why a text is no value: an error's reason and parameters. */
export interface Refusal {
  reason: 'type' | 'range' | 'missing' | 'count' | 'ambiguous';
  params: Record<string, number | string>;
}

export interface Setting<Value> {
  /** In an address, and for tests. */
  key: string;
  takesEffect: 'now' | 'run' | 'reset';
  /** Among the menus of the header, not in the form. */
  isMenu?: true;
  control: 'number' | 'whole' | 'sizes' | 'choice' | 'switch';
  /** Of a choice. */
  options?: readonly (Value & string)[];
  bounds?: Bounds;
  unit?: 'images' | 'neurons';
  /** It means something only while another setting has this text. */
  needs?: readonly [setting: SettingName, text: string];
  /** Null: what the machine is good for. */
  initial: Value | null;
  /** Null: no value of this setting's kind. */
  parse(text: string): Value | null;
  /** The two values that a text may stand for, where nobody can tell. */
  doubt?(text: string): Doubt | null;
  format(value: Value): string;
  /** Null: the value will do. */
  check(value: Value): Refusal | null;
}

type Row<Value> = Omit<Setting<Value>, 'control' | 'parse' | 'doubt' | 'format' | 'check'>;

/** The texts of a switch. */
export const ON = 'yes';
export const OFF = 'no';

/** Most layers that the encoder may have between image and latent. */
const MOST_LAYERS = 4;

export const SETTINGS: { readonly [Name in SettingName]: Setting<SettingValues[Name]> } = {
  family: choice({
    key: 'model',
    takesEffect: 'reset',
    isMenu: true,
    options: ['vae', 'ae'],
    initial: 'vae',
  }),
  body: choice({
    key: 'layers',
    takesEffect: 'reset',
    isMenu: true,
    options: ['dense', 'linear'],
    initial: 'dense',
  }),
  likelihood: choice({
    key: 'likelihood',
    takesEffect: 'reset',
    isMenu: true,
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
  hidden: {
    key: 'hidden',
    takesEffect: 'reset',
    control: 'sizes',
    bounds: { min: 1, max: 2048 },
    unit: 'neurons',
    needs: ['body', 'dense'],
    initial: [128, 64],
    parse: sizesFrom,
    doubt: sizesInDoubt,
    format: (sizes) => sizes.join(', '),
    check: (sizes) => {
      const value = sizes.length;
      if (value === 0) return { reason: 'missing', params: {} };
      if (value > MOST_LAYERS) {
        return { reason: 'count', params: { min: 1, max: MOST_LAYERS, value } };
      }
      return sizes.map((size) => outside(size, SETTINGS.hidden.bounds)).find(Boolean) ?? null;
    },
  },
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
  reproducible: {
    key: 'reproducible',
    takesEffect: 'reset',
    control: 'switch',
    initial: false,
    parse: (text) => (text === ON ? true : text === OFF ? false : null),
    format: (on) => (on ? ON : OFF),
    check: () => null,
  },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

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

/** The setting that an error's field names. */
export function settingNamed(field: string): SettingName | null {
  return SETTING_NAMES.find((name) => name === field) ?? null;
}

/** A text as the table itself would write its value; null when it has none. */
export function normalised<Name extends SettingName>(name: Name, text: string): string | null {
  const found = read(name, text);
  return 'value' in found ? SETTINGS[name].format(found.value) : null;
}

// ── kinds of rows ────────────────────────────────────────────────────────────────────────────────────────────────

function number(row: Row<number> & { bounds: Bounds }): Setting<number> {
  const check = (value: number) => outside(value, row.bounds);
  return {
    ...row,
    control: 'number',
    parse: numberFrom,
    doubt: numberInDoubt,
    format: String,
    check,
  };
}

function whole(row: Row<number> & { bounds: Bounds }): Setting<number> {
  return { ...number(row), control: 'whole', parse: wholeFrom, doubt: wholeInDoubt };
}

function choice<Value extends string>(
  row: Row<Value> & { options: readonly Value[] },
): Setting<Value> {
  return {
    ...row,
    options: row.options as readonly (Value & string)[],
    control: 'choice',
    parse: (text) => row.options.find((option) => option === text) ?? null,
    format: (value) => value,
    check: () => null,
  };
}

function outside(value: number, bounds: Bounds = {}): Refusal | null {
  const { min = -Infinity, above = -Infinity, max = Infinity } = bounds;
  const inside = value >= min && value > above && value <= max;
  return inside ? null : { reason: 'range', params: { ...bounds, value } };
}
