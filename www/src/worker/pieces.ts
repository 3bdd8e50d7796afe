/** One part of a frame, built no more often than it is worth. */
export interface Piece {
  /** Shortest pause between two builds. */
  readonly everyMs: () => number;
  /** Builds it; false when it was given up on the way, and is to be tried again soon. */
  readonly build: () => Promise<boolean>;
}

interface Scheduled {
  piece: Piece;
  dueAtMs: number;
  /** The step that it was last built at. */
  atStep: number;
}

/** A build that took c ms is repeated after 8 c ms at the earliest, so that pictures never eat the training. */
const REST_PER_COST = 8;

/** Says which piece is due, the longest overdue first. Where no step was done since, there is nothing new to build. */
export class PieceSchedule {
  private readonly scheduled: Scheduled[];

  constructor(
    pieces: readonly Piece[],
    private readonly now: () => number,
    private readonly step: () => number,
  ) {
    this.scheduled = pieces.map((piece) => ({ piece, dueAtMs: -Infinity, atStep: -1 }));
  }

  /** Builds the piece that has been due longest. True if one was due. */
  async buildNext(): Promise<boolean> {
    const startMs = this.now();
    const step = this.step();
    let next: Scheduled | undefined;
    for (const each of this.scheduled) {
      if (each.atStep === step) continue;
      if (each.dueAtMs <= startMs && (!next || each.dueAtMs < next.dueAtMs)) next = each;
    }
    if (!next) return false;
    const built = await next.piece.build();
    const endMs = this.now();
    const restMs = Math.max(next.piece.everyMs(), REST_PER_COST * (endMs - startMs));
    next.dueAtMs = endMs + (built ? restMs : 0);
    if (built) next.atStep = step;
    return true;
  }

  makeDue(piece: Piece): void {
    const due = this.scheduled.find((each) => each.piece === piece);
    if (due) Object.assign(due, { dueAtMs: -Infinity, atStep: -1 });
  }
}
