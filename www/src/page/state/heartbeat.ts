// Whether the engine still answers. A worker that is closed, or killed for its memory, ends without a word: nothing but
// its silence tells.

/** The page's own time. */
export interface Clock {
  now(): number;
  /** Calls again and again. Returns what stops it. */
  every(ms: number, act: () => void): () => void;
  /** Timers of a page that nobody sees are throttled: its silence says nothing. */
  visible(): boolean;
}

export interface HeartbeatParts {
  clock: Clock;
  ask(): Promise<unknown>;
  /** How long an answer may take, as things are. */
  patienceMs(): number;
  /** No answer for so long. */
  silent(ms: number): void;
  /** The answer came after all. */
  back(): void;
}

export const EVERY_MS = 1_000;

export class Heartbeat {
  private readonly stopped: () => void;
  private over = false;
  private asking = false;
  private isSilent = false;
  private waitedMs = 0;
  private lastMs: number;
  /** An engine that was late once may be so again: a step of a huge net takes its time. */
  private learnedMs = 0;

  constructor(private readonly parts: HeartbeatParts) {
    this.lastMs = parts.clock.now();
    this.stopped = parts.clock.every(EVERY_MS, () => this.beat());
    this.ask();
  }

  stop(): void {
    this.over = true;
    this.stopped();
  }

  private beat(): void {
    const { clock, patienceMs, silent } = this.parts;
    const now = clock.now();
    const passedMs = now - this.lastMs;
    this.lastMs = now;
    // A beat that comes late, or unseen, is of a page that was held up or a machine that slept, and the engine with it.
    const heard = clock.visible() && passedMs < 2 * EVERY_MS;
    this.waitedMs = heard && this.asking ? this.waitedMs + passedMs : 0;
    if (!this.asking) return this.ask();
    if (this.isSilent || this.waitedMs < Math.max(patienceMs(), this.learnedMs)) return;
    this.isSilent = true;
    silent(this.waitedMs);
  }

  private ask(): void {
    this.asking = true;
    const answered = () => {
      if (this.over) return;
      this.asking = false;
      if (this.isSilent) {
        this.learnedMs = 2 * this.waitedMs;
        this.isSilent = false;
        this.parts.back();
      }
      this.waitedMs = 0;
    };
    // A refusal is an answer, too.
    this.parts.ask().then(answered, answered);
  }
}
