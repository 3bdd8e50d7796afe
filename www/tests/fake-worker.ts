import { vi } from 'vitest';
import type { Engine } from '../src/page/state/engine';
import type { Failure, Frame, LabInfo, RunConfig, RunEnd } from '../src/shared/types';

export const TERMS = { negElboNats: 27, reconNats: 24, klNats: 3 };

/** A worker that answers at once and trains only when the test says so. */
export class FakeWorker {
  info: LabInfo | null = null;
  step = 0;
  sink: ((frame: Frame) => Promise<void>) | null = null;
  endRun: ((end: RunEnd) => void) | null = null;
  failRun: ((failure: Failure) => void) | null = null;
  died: ((message: string) => void) | null = null;
  ended = false;
  refuseOptions: Failure | null = null;

  private infoOf(config: Partial<RunConfig>, hasData: boolean, side: number): LabInfo {
    const model = config.model ?? {
      kind: 'vae' as const,
      height: side,
      width: side,
      hidden: [256, 128],
      latent: 2,
      activation: 'relu' as const,
    };
    const options = config.options ?? { learningRate: 0.001, beta: 1, batchSize: 64 };
    return {
      model,
      seed: config.seed ?? 0,
      parameters: 1,
      step: 0,
      epoch: 0,
      stepsPerEpoch: hasData ? 24 : 0,
      trainImages: hasData ? 1500 : 0,
      heldOutImages: hasData ? 297 : 0,
      hasData,
      options,
    };
  }

  readonly api = {
    openTrainable: vi.fn(async (config: RunConfig) => {
      if (config.model.hidden.some((size) => size > 2048)) {
        throw { code: 'bad_spec', message: 'hidden sizes go up to 2048' };
      }
      this.step = 0;
      this.endRun?.({ reason: 'paused', step: this.step, curve: [] });
      return (this.info = this.infoOf(config, true, 8));
    }),
    openWeights: vi.fn(async (bytes: Uint8Array) => {
      if (bytes[0] === 0) throw { code: 'bad_weights', message: 'not safetensors' };
      return (this.info = this.infoOf({}, false, 28));
    }),
    readCodes: vi.fn(async () => ({
      z: new Float32Array(2),
      labels: new Uint8Array(1),
      trainCount: 0,
    })),
    start: vi.fn(
      (_until: number, sink: (frame: Frame) => Promise<void>) =>
        new Promise<RunEnd>((resolve, reject) => {
          this.sink = sink;
          this.endRun = resolve;
          this.failRun = reject;
        }),
    ),
    pause: vi.fn(async () => this.endRun?.({ reason: 'paused', step: this.step, curve: [] })),
    step: vi.fn(async (steps: number) => {
      this.step += steps;
      return { step: this.step, epoch: this.step / 24, terms: TERMS };
    }),
    setOptions: vi.fn(async () => {
      if (this.refuseOptions) throw this.refuseOptions;
    }),
    setThreads: vi.fn(async (threads: number) => Math.min(threads, 2)),
    setView: vi.fn(async () => {}),
    snapshot: vi.fn(async () => {
      const info = { ...this.info!, step: this.step };
      const none = new Float32Array(0);
      const bytes = new Uint8Array(0);
      const strip = {
        source: info.hasData ? ('heldOut' as const) : ('prior' as const),
        inputs: bytes,
        reconstructions: bytes,
        labels: new Uint8Array(12),
        mu: none,
        logvar: none,
        z: none,
      };
      const curve = info.hasData ? { step: this.step, heldOut: TERMS, training: TERMS } : null;
      const engine = { arithmetic: 'relaxed' as const, threads: 1, weightsHash: '01234567' };
      return { info, strip, codes: null, curve, engine };
    }),
    manifold: vi.fn(async (view: { columns: number; rows: number }) => ({
      ...view,
      window: { z1Min: -3, z1Max: 3, z2Min: -3, z2Max: 3 },
      tiles: new Uint8Array(view.columns * view.rows),
    })),
    decode: vi.fn(async (z: Float32Array) => new Uint8Array((z.length / 2) * 64)),
    saveWeights: vi.fn(async () => new Uint8Array(8)),
  };

  engine(onDied: (message: string) => void): Engine {
    this.died = onDied;
    return {
      api: this.api as unknown as Engine['api'],
      moved: (bytes) => bytes,
      sink: (onFrame) => onFrame,
      end: () => (this.ended = true),
    };
  }
}
