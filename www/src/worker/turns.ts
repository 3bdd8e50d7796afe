// The worker's time is dealt out in turns: one piece of work, then a look into the queue of messages, then the next
// piece, of whoever has had the least time so far. However many models train and answers are made, a message waits
// for one piece alone.

/** Gives way; comes back when it is one's turn again, after a rest if one is asked for. */
export type Turn = (restMs?: number) => Promise<void>;

interface Seat {
  usedMs: number;
  /** When its present piece began. */
  sinceMs: number;
  /** Begins its next piece; null while a piece is being done. */
  go: (() => void) | null;
}

export class Turns {
  private readonly seats = new Set<Seat>();
  private passing = false;

  /** `pass` lets the messages that wait be answered. */
  constructor(
    private readonly now: () => number,
    private readonly pass: () => Promise<void>,
  ) {}

  /** Does work that is cut into pieces by `turn`. In between it may wait for nothing else: its turn would be lost. */
  async seated<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
    // Whoever comes later makes up for no time that it was not here.
    const usedMs = Math.min(...[...this.seats].map((seat) => seat.usedMs));
    const seat: Seat = {
      usedMs: Number.isFinite(usedMs) ? usedMs : 0,
      sinceMs: this.now(),
      go: null,
    };
    this.seats.add(seat);
    try {
      return await work((restMs = 0) => this.giveWay(seat, restMs));
    } finally {
      this.seats.delete(seat);
      this.deal();
    }
  }

  private async giveWay(seat: Seat, restMs: number): Promise<void> {
    seat.usedMs += this.now() - seat.sinceMs;
    if (restMs > 0) await new Promise((rested) => setTimeout(rested, restMs));
    return new Promise((go) => {
      seat.go = go;
      this.deal();
    });
  }

  /** One pass is under way at a time, asked for after a piece: what came during that piece is answered first. */
  private deal(): void {
    if (this.passing || ![...this.seats].some((seat) => seat.go)) return;
    this.passing = true;
    void this.pass().then(() => {
      this.passing = false;
      let next: Seat | null = null;
      for (const seat of this.seats) {
        if (seat.go && (!next || seat.usedMs < next.usedMs)) next = seat;
      }
      if (!next?.go) return;
      const { go } = next;
      next.go = null;
      next.sinceMs = this.now();
      go();
    });
  }
}
