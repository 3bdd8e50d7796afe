import type { EngineInfo, LabInfo, ModelKind, RunConfig, TrainOptions } from '../../shared/types';

export type SettingName =
  'learningRate' | 'beta' | 'batchSize' | 'epochs' | 'hidden' | 'seed' | 'threads';

const LARGEST_SEED = 0xffffffff;

/** What a person typed, as typed: parsed when it is used. */
export class Settings {
  learningRate = $state('0.001');
  beta = $state('1');
  batchSize = $state('64');
  /** Training pauses by itself after so many epochs. */
  epochs = $state('500');
  kind = $state<ModelKind>('vae');
  hidden = $state('128, 64');
  seed = $state('7');
  /** Nothing typed: as many as the machine is good for. */
  threads = $state('');
  /** Strict arithmetic: the same bits in every browser. */
  reproducible = $state(false);

  /** Null when a field holds no number; its bounds are the lab's business. */
  options(): TrainOptions | null {
    const learningRate = numberFrom(this.learningRate);
    const beta = numberFrom(this.beta);
    const batchSize = wholeFrom(this.batchSize);
    if (learningRate === null || beta === null || batchSize === null) return null;
    return { learningRate, beta, batchSize };
  }

  runConfig(): RunConfig | null {
    const options = this.options();
    const hidden = hiddenFrom(this.hidden);
    const seed = wholeFrom(this.seed);
    if (!options || !hidden || seed === null || seed > LARGEST_SEED) return null;
    const kind = this.kind;
    return {
      model: { kind, height: 8, width: 8, hidden, latent: 2, activation: 'relu' },
      seed,
      options,
    };
  }

  epochsOrNull(): number | null {
    const epochs = wholeFrom(this.epochs);
    return epochs !== null && epochs >= 1 ? epochs : null;
  }

  /** Null when the field holds no count. */
  threadsOrNull(): number | null {
    const threads = wholeFrom(this.threads);
    return threads !== null && threads >= 1 ? threads : null;
  }

  /** The first field of a kind that cannot be read. */
  unreadable(which: 'options' | 'config'): SettingName | null {
    if (numberFrom(this.learningRate) === null) return 'learningRate';
    if (numberFrom(this.beta) === null) return 'beta';
    if (wholeFrom(this.batchSize) === null) return 'batchSize';
    if (which === 'options') return null;
    if (hiddenFrom(this.hidden) === null) return 'hidden';
    const seed = wholeFrom(this.seed);
    return seed === null || seed > LARGEST_SEED ? 'seed' : null;
  }

  /** The first field whose value is not the one the lab runs with: the one a refusal is about. */
  changedFrom(accepted: TrainOptions): SettingName | null {
    const options = this.options();
    if (!options) return this.unreadable('options');
    if (options.learningRate !== accepted.learningRate) return 'learningRate';
    if (options.beta !== accepted.beta) return 'beta';
    return options.batchSize !== accepted.batchSize ? 'batchSize' : null;
  }

  /** True when the model that is open is not the one these settings describe: Reset would change it. */
  differFrom(info: LabInfo, engine: EngineInfo | null): boolean {
    const config = this.runConfig();
    if (!config) return false;
    return (
      (this.reproducible && engine?.arithmetic === 'relaxed') ||
      config.seed !== info.seed ||
      config.model.kind !== info.model.kind ||
      config.model.hidden.join() !== info.model.hidden.join()
    );
  }

  /** Shows the settings of a model that was opened with its own. */
  showModel(info: LabInfo): void {
    this.kind = info.model.kind;
    this.hidden = info.model.hidden.join(', ');
    this.seed = String(info.seed);
    this.learningRate = String(info.options.learningRate);
    this.beta = String(info.options.beta);
    this.batchSize = String(info.options.batchSize);
  }
}

export function numberFrom(text: string): number | null {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return trimmed !== '' && Number.isFinite(value) ? value : null;
}

export function wholeFrom(text: string): number | null {
  const value = numberFrom(text);
  return value !== null && Number.isInteger(value) && value >= 0 ? value : null;
}

/** "128, 64" → [128, 64]; nothing typed → no hidden layer. */
export function hiddenFrom(text: string): number[] | null {
  const parts = text.split(/[\s,×x-]+/).filter((part) => part !== '');
  const sizes = parts.map(wholeFrom);
  return sizes.every((size) => size !== null) ? sizes : null;
}
