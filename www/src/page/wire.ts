// What the panels are given, named as it will cross the boundary; and, below the line, how it is derived while the
// worker still speaks of model kinds. Whatever asks for a kind asks it here: when the worker says what a model can do,
// the derivations go and the types come from shared/.
import type * as Today from '../shared/types';
import type { Kept } from './kept';
import type { SettingName } from './state/settings-table';

export type { TrainOptions } from '../shared/types';

/** What holds μ (and log σ²) of an image, or the code alone. */
export type Family = 'ae' | 'vae';

/** What the encoder is made of, and the decoder mirrored. */
export type Body =
  { kind: 'linear' } | { kind: 'dense'; hidden: number[]; activation: Today.Activation };

/** p(x|z): what the decoder's output means; `sd` of a pixel, in units where ink is 1. */
export type Likelihood = { kind: 'bernoulli' } | { kind: 'gaussian'; sd: number | 'learned' };

/** How grey levels become the model's inputs: as they are, black from one half on, or black with that probability. */
export type Pixels = 'grey' | 'threshold' | 'drawn';

export interface ModelSpec {
  family: Family;
  /** Of an image, in pixels. */
  height: number;
  width: number;
  body: Body;
  /** Latent dimensions, Z. */
  latent: number;
  likelihood: Likelihood;
}

export interface RunConfig {
  model: ModelSpec;
  pixels: Pixels;
  /** Unsigned, 32 bits. */
  seed: number;
  options: Today.TrainOptions;
}

/** What went wrong, in parts, so that any language can say it; `message` is the core's own English. */
export interface Failure {
  code: string;
  /** The setting or input it is about, as these types call it; empty where it is about none. */
  field: string;
  /** What is wrong with it: `range`, `missing`, `type`, … */
  reason: string;
  params: Record<string, number | string>;
  message: string;
}

/** A figure that the model is measured by, by id; in nats per image, at β = 1. */
export type TermId = 'negElboNats' | 'reconNats' | 'klNats';

export interface Term {
  id: TermId;
  unit: 'nats';
  /** `sum`: of the other terms, with their signs. */
  role: 'sum' | 'part';
  /** How a part enters the sum. */
  sign: 1 | -1;
}

/** A value for each term that the model has. */
export type Terms = Partial<Record<TermId, number>>;

/** One point of the curves: both sets measured at the same step with the same fixed noise. */
export interface CurvePoint {
  step: number;
  training: Terms;
  heldOut: Terms;
}

/** What a model can do, said by the core and never deduced from its name. */
export interface Abilities {
  /** Random draws of z mean something. */
  hasPrior: boolean;
  /** What is measured of it, in the order to show it. */
  terms: readonly Term[];
}

// ── derived until the worker says so ─────────────────────────────────────────────────────────────────────────────

const SUM: Term = { id: 'negElboNats', unit: 'nats', role: 'sum', sign: 1 };
const RECONSTRUCTION: Term = { id: 'reconNats', unit: 'nats', role: 'part', sign: 1 };
const KL: Term = { id: 'klNats', unit: 'nats', role: 'part', sign: 1 };

const VARIATIONAL: Abilities = { hasPrior: true, terms: [SUM, RECONSTRUCTION, KL] };
const PLAIN: Abilities = { hasPrior: false, terms: [RECONSTRUCTION] };

/** Before a model is open, what the one to come will most likely be able to do. */
export function abilitiesOf(info: Today.LabInfo | null): Abilities {
  return info?.model.kind === 'ae' ? PLAIN : VARIATIONAL;
}

/** The classes of every set that the page knows: the ten digits. */
export const DIGIT_NAMES: readonly string[] = Array.from({ length: 10 }, (_, digit) => `${digit}`);

/** With two latent dimensions a code is its own point on the plane. */
export function pointsOf(z: Float32Array): Float32Array {
  return z;
}

const kept = new WeakMap<TodaysItem, Kept>();
type TodaysItem = Omit<Kept, 'points'>;

/** The same object for the same item: what has not changed is not drawn again. */
export function keptOf(item: TodaysItem): Kept {
  let found = kept.get(item);
  if (!found) kept.set(item, (found = { ...item, points: pointsOf(item.z) }));
  return found;
}

/** The bundled digits. */
export const DIGITS_SHAPE = { height: 8, width: 8 };

/** The settings that a run can be given; the others wait for the worker to know them. */
export const CARRIED: ReadonlySet<SettingName> = new Set<SettingName>([
  'family',
  'body',
  'learningRate',
  'beta',
  'batchSize',
  'epochs',
  'threads',
  'hidden',
  'seed',
  'reproducible',
]);

/** A run as the worker takes it: what it cannot carry yet has its only value. */
export function runConfigFor({ model, seed, options }: RunConfig): Today.RunConfig {
  const { family, height, width, latent, body } = model;
  const { hidden, activation } =
    body.kind === 'dense' ? body : { hidden: [], activation: 'relu' as const };
  return { model: { kind: family, height, width, hidden, latent, activation }, seed, options };
}

/** The run that an open model is. */
export function runConfigOf({ model, seed, options }: Today.LabInfo): RunConfig {
  const { kind, height, width, hidden, latent, activation } = model;
  const body: Body = hidden.length > 0 ? { kind: 'dense', hidden, activation } : { kind: 'linear' };
  return {
    model: { family: kind, height, width, body, latent, likelihood: { kind: 'bernoulli' } },
    pixels: 'grey',
    seed,
    options,
  };
}

/** What a call rejected with. */
export function failureFrom(error: unknown): Failure {
  const { code, field, reason, params, message } = (error ?? {}) as Partial<Failure>;
  return {
    code: typeof code === 'string' ? code : 'fatal',
    field: field ?? '',
    reason: reason ?? '',
    params: params ?? {},
    message: typeof message === 'string' ? message : String(error),
  };
}
