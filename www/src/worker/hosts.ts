import type { OneThread } from '../shared/types';
import { Crew } from './crew';
import { WorkerFailure } from './failure';
import type { CallHelper } from './helpers';
import type { Instance } from './wasm-package';

/** A wasm instance with its helper threads. */
export interface Host {
  readonly instance: Instance;
  readonly crew: Crew;
}

/** The instances that models live in: the fastest, started at once, and a strict one when it is first asked for. */
export class Hosts {
  readonly fastest: Promise<Host>;
  private strictOne: Promise<Host> | null = null;
  private readonly started: Host[] = [];

  constructor(
    private readonly start: (reproducible: boolean) => Promise<Instance>,
    private readonly callHelper: CallHelper,
  ) {
    this.fastest = this.host(false);
    // Whoever asks first hears of a failed load; until then it is nobody's unhandled rejection.
    this.fastest.catch(() => {});
  }

  /** The strict build: the fastest one where no other arithmetic is to be had. When it does not come, what runs goes on,
   *  and the next call asks again. */
  strict(): Promise<Host> {
    this.strictOne ??= this.fastest.then((host) => (isStrict(host) ? host : this.strictHost()));
    this.strictOne.catch(() => (this.strictOne = null));
    return this.strictOne;
  }

  /** An instance failed for good: helpers that wait for it are let go. */
  abandon(): void {
    for (const { crew } of this.started) crew.abandon();
  }

  private async strictHost(): Promise<Host> {
    return this.host(true).catch((thrown: unknown) => {
      throw new WorkerFailure('no_strict', { params: { detail: String(thrown) } });
    });
  }

  private async host(reproducible: boolean): Promise<Host> {
    const instance = await this.start(reproducible);
    const host = { instance, crew: new Crew(instance, this.callHelper) };
    this.started.push(host);
    return host;
  }
}

export function isStrict({ instance }: Host): boolean {
  return instance.variant.startsWith('strict');
}

/** As many threads as were wanted and came, where there is shared memory to meet in. */
export async function threadsOf({ instance, crew }: Host, wanted: number): Promise<number> {
  if (instance.variant.endsWith('-threads')) await crew.grow(wanted - 1);
  return 1 + crew.helpers(wanted - 1);
}

/** What is in the way of more threads, if anything is. */
export function whyNotMore({ instance, crew }: Host): OneThread | null {
  return instance.oneThread ?? (crew.incomplete ? 'helpersFailed' : null);
}
