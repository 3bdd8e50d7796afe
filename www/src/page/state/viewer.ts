import type { Manifold, ManifoldView } from '../../shared/types';

/** Keeps the manifold of an idle model up with the view: one request at a time, and after it the
 *  newest view if that has moved on. */
export class Viewer {
  private asking: object | null = null;
  private moved = false;

  constructor(
    public view: ManifoldView,
    private readonly ask: (view: ManifoldView) => Promise<Manifold>,
    private readonly show: (manifold: Manifold) => void,
  ) {}

  async refresh(): Promise<void> {
    this.moved = true;
    if (this.asking) return;
    const token = {};
    this.asking = token;
    try {
      while (this.moved && this.asking === token) {
        this.moved = false;
        const manifold = await this.ask(this.view);
        if (this.asking === token) this.show(manifold);
      }
    } finally {
      if (this.asking === token) this.asking = null;
    }
  }

  /** The model goes: whatever is still on its way is not shown. */
  forget(): void {
    this.asking = null;
    this.moved = false;
  }
}
