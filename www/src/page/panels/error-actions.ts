// What mends a failure, as the buttons of its message.
import { restartHelps } from '../../shared/failure';
import { formatCount } from '../../shared/units';
import type { Messages } from '../i18n/en';
import type { Workbench } from '../state/workbench.svelte';

interface Action {
  testid: string;
  label: string;
  act: () => void;
}

export function errorActions(bench: Workbench, { actions }: Messages): Action[] {
  const { current, error } = bench;
  if (!bench.usable || error?.spared) {
    if (error && bench.phase !== 'silent' && !restartHelps(error)) return [];
    const from = current?.safeStep ?? null;
    const label = from === null ? actions.restart : actions.restartFrom(formatCount(from));
    return [{ testid: 'restart', label, act: () => void bench.restart() }];
  }
  if (bench.retry) {
    return [{ testid: 'retry', label: actions.retry, act: () => void bench.tryAgain() }];
  }
  if (error?.code !== 'diverged') return [];
  const reset = { testid: 'error-reset', label: actions.reset, act: () => void bench.reset() };
  const backTo = current?.backTo ?? null;
  if (backTo === null) return [reset];
  const label = actions.backTo(formatCount(backTo));
  return [{ testid: 'error-back', label, act: () => void bench.back() }, reset];
}
