// How fast a run goes, as a person chooses it: a run that rises does so by itself.
import type { Tempo } from '../../shared/types';

export type Speed = Exclude<Tempo, 'rising'>;

export const SPEEDS = ['step', 'slow', 'full'] as const satisfies readonly Speed[];
