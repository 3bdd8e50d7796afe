// The page's link to its engine: the one that is running, whether it still answers, and what it has been given.
import type { DataSetName, OwnSetName } from '../../shared/data-sets';
import { failure } from '../../shared/failure';
import type { Failure, ImagesId } from '../../shared/types';
import { answering } from './calls';
import type { Engine } from './engine';
import { Heartbeat, type Clock } from './heartbeat';

export interface LinkParts {
  startEngine(onDied: (failure: Failure) => void): Engine;
  clock: Clock;
  failed(failure: Failure): void;
  /** The engine that was silent answers again. */
  back(): void;
}

const PATIENCE_MS = 3_000;
/** A model is opened in one piece, and a large one takes its time. */
const OPENING_PATIENCE_MS = 30_000;
/** An opening that takes longer is shown. */
const SLOW_MS = 250;

export class Link {
  /** It failed for good. */
  dead = $state(false);
  /** It does not answer: perhaps it is gone, perhaps it will. */
  silent = $state(false);
  /** A model is being opened, and that takes its time. */
  opensSlowly = $state(false);
  engine: Engine;

  private heartbeat: Heartbeat | null = null;
  private openings = 0;
  /** Sets of images that the engine has opened, or is opening. */
  private readonly images = new Map<DataSetName | OwnSetName, Promise<ImagesId>>();

  constructor(private readonly parts: LinkParts) {
    this.engine = this.start();
  }

  /** Ends the engine, and with it every answer that is waited for, and starts another. */
  restart(): void {
    this.heartbeat?.stop();
    this.engine.end();
    this.images.clear();
    this.dead = false;
    this.silent = false;
    this.engine = this.start();
  }

  /** Nothing is asked of it any more. */
  giveUp(): void {
    this.heartbeat?.stop();
    this.silent = false;
    this.dead = true;
  }

  /** A model is opened meanwhile, or what it takes is fetched: the engine may be busy for longer with that. */
  async opening<T>(work: () => Promise<T>): Promise<T> {
    this.openings += 1;
    const slow = setTimeout(() => (this.opensSlowly = true), SLOW_MS);
    try {
      return await work();
    } finally {
      clearTimeout(slow);
      this.openings -= 1;
      if (this.openings === 0) this.opensSlowly = false;
    }
  }

  /** Opened once; after a failure the next call asks again. */
  imagesOf(name: DataSetName): Promise<ImagesId> {
    return this.once(name, ({ api }) => api.openImages(name));
  }

  /** The same of images that a visitor brought. */
  imagesIn({ name, packed }: { name: OwnSetName; packed: Uint8Array }): Promise<ImagesId> {
    return this.once(name, ({ api }) => api.openOwn(name, packed));
  }

  /** No model needs these images any more. */
  letGo(name: OwnSetName): void {
    const { api } = this.engine;
    this.images
      .get(name)
      ?.then((id) => api.closeImages(id))
      .catch(() => {}); // an engine that fails says so elsewhere
    this.images.delete(name);
  }

  private once(
    name: DataSetName | OwnSetName,
    open: (engine: Engine) => Promise<{ images: ImagesId }>,
  ): Promise<ImagesId> {
    const asked = this.images.get(name) ?? open(this.engine).then(({ images }) => images);
    this.images.set(name, asked);
    asked.catch(() => {
      if (this.images.get(name) === asked) this.images.delete(name);
    });
    return asked;
  }

  private start(): Engine {
    const { parts } = this;
    const engine = answering(
      parts.startEngine((known) => {
        if (engine === this.engine) parts.failed(known);
      }),
    );
    this.heartbeat = new Heartbeat({
      clock: parts.clock,
      ask: () => engine.api.ping(),
      patienceMs: () => (this.openings > 0 ? OPENING_PATIENCE_MS : PATIENCE_MS),
      silent: (ms) => {
        this.silent = true;
        const seconds = Math.floor(ms / 1000);
        parts.failed(failure('silent', { params: { seconds } }));
      },
      back: () => {
        this.silent = false;
        parts.back();
      },
    });
    return engine;
  }
}
