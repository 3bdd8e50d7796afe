// The image behind the dot that is pointed at: one is fetched at a time, and after it the newest that was asked for. No DOM.

export type ReadInput = (place: number) => Promise<Uint8Array>;

export class DotImage {
  private wanted: { place: number; read: ReadInput } | null = null;
  private busy = false;

  constructor(private readonly show: (pixels: Uint8Array | null) => void) {}

  /** Null: none is pointed at, and none is shown. */
  look(place: number | null, read: ReadInput | null): void {
    this.wanted = place !== null && read ? { place, read } : null;
    if (!this.wanted) this.show(null);
    else if (!this.busy) void this.next();
  }

  private async next(): Promise<void> {
    this.busy = true;
    while (this.wanted) {
      const { wanted } = this;
      // Whoever reads says why it failed; here, nothing is shown.
      const pixels = await wanted.read(wanted.place).catch(() => null);
      // Even when the pointer has moved on to another dot, the answer is nearer to it than the one shown.
      if (this.wanted) this.show(pixels);
      if (this.wanted === wanted) break;
    }
    this.busy = false;
  }
}
