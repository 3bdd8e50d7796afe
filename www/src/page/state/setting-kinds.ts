// The kinds of settings: how a text of each is read and written, and what of it is refused.
import type { SettingName } from './settings-table';
import {
  numberFrom,
  numberInDoubt,
  sizesFrom,
  sizesInDoubt,
  wholeFrom,
  wholeInDoubt,
  type Doubt,
} from './read-numbers';

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
  /** Among the menus of the header, or behind More; else in sight in the form. */
  place?: 'menu' | 'more';
  control: 'number' | 'whole' | 'sizes' | 'choice' | 'switch';
  /** Of a choice. */
  options?: readonly (Value & string)[];
  bounds?: Bounds;
  unit?: 'images' | 'neurons' | 'steps' | 'nats';
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

export function number(row: Row<number> & { bounds: Bounds }): Setting<number> {
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

export function whole(row: Row<number> & { bounds: Bounds }): Setting<number> {
  return { ...number(row), control: 'whole', parse: wholeFrom, doubt: wholeInDoubt };
}

/** One number a layer, within bounds. */
export function sizes(
  row: Row<readonly number[]> & { bounds: Bounds },
): Setting<readonly number[]> {
  return {
    ...row,
    control: 'sizes',
    parse: sizesFrom,
    doubt: sizesInDoubt,
    format: (values) => values.join(', '),
    check: (values) => {
      const value = values.length;
      if (value === 0) return { reason: 'missing', params: {} };
      if (value > MOST_LAYERS) {
        return { reason: 'count', params: { min: 1, max: MOST_LAYERS, value } };
      }
      return values.map((size) => outside(size, row.bounds)).find(Boolean) ?? null;
    },
  };
}

export function choice<Value extends string>(
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

/** Yes or no. */
export function onOff(row: Row<boolean>): Setting<boolean> {
  return {
    ...row,
    control: 'switch',
    parse: (text) => (text === ON ? true : text === OFF ? false : null),
    format: (on) => (on ? ON : OFF),
    check: () => null,
  };
}

function outside(value: number, bounds: Bounds): Refusal | null {
  const { min = -Infinity, above = -Infinity, max = Infinity } = bounds;
  const inside = value >= min && value > above && value <= max;
  return inside ? null : { reason: 'range', params: { ...bounds, value } };
}
