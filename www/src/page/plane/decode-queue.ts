// At most one decode in flight. Points a visitor asked to keep (pins, paths) are never dropped and go first;
// of the points merely hovered over, only the newest is worth decoding. No DOM.

export type Decode = (points: Float32Array) => Promise<Uint8Array>;

interface Job {
  points: Float32Array;
  resolve: (pixels: Uint8Array) => void;
  reject: (reason: unknown) => void;
}

/** The answer to a hover that a newer one replaced. */
export const SUPERSEDED = Symbol('superseded');

export class DecodeQueue {
  private readonly kept: Job[] = [];
  private hover: { job: Job; drop: () => void } | null = null;
  private busy = false;

  constructor(private readonly decode: Decode) {}

  /** points: (n, 2) → (n, H, W). Decoded whatever happens, in the order asked. */
  keep(points: Float32Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.kept.push({ points, resolve, reject });
      void this.next();
    });
  }

  /** points: (1, 2) → (1, H, W), or SUPERSEDED when a newer hover took its place before its turn came. */
  newest(points: Float32Array): Promise<Uint8Array | typeof SUPERSEDED> {
    return new Promise((resolve, reject) => {
      this.hover?.drop();
      this.hover = { job: { points, resolve, reject }, drop: () => resolve(SUPERSEDED) };
      void this.next();
    });
  }

  private async next(): Promise<void> {
    if (this.busy) return;
    const job = this.kept.shift() ?? this.hover?.job;
    if (!job) return;
    if (job === this.hover?.job) this.hover = null;
    this.busy = true;
    try {
      job.resolve(await this.decode(job.points));
    } catch (reason) {
      job.reject(reason);
    } finally {
      this.busy = false;
      void this.next();
    }
  }
}
