// What the panels are given, named as it will cross the boundary; and, below the line, how it is derived while the
// worker still speaks of model kinds. Whatever asks for a kind asks it here: when the worker says what a model can do,
// the derivations go and the types come from shared/.
import type * as Today from '../shared/types';
import type { Kept } from './kept';

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
