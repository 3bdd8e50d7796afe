// What a visitor's own files are on their way to: read, looked at, decided upon; and then images, or nothing.
import { failureFrom } from '../../shared/failure';
import type { Found } from '../../shared/import-api';
import type { Failure, ImportChoices } from '../../shared/types';
import type { Carried } from './carried';
import { filesOf } from './given-images';
import type { ReaderLink, StartReader } from './import-link';
import type { OwnImages } from './own-sets.svelte';

export class Importing {
  /** What was found last; what is asked for otherwise takes its place when it is there. */
  found = $state.raw<Found | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** What a person decided. */
  choices = $state.raw<ImportChoices>({});
  /** Something is being read. */
  busy = $state(false);
  /** What was found is what was asked for: it can be used. */
  readonly ready = $derived(this.found !== null && this.failure === null && !this.busy);

  private link: ReaderLink | null = null;
  /** Of several readings the last counts. */
  private turn = 0;
  private ended = false;

  constructor(private readonly start: StartReader) {}

  /** Reads these files, and forgets those before. */
  give(carried: readonly Carried[]): Promise<void> {
    this.letGo();
    this.found = null;
    this.choices = {};
    return this.reading(async (died) => {
      const files = await filesOf(carried);
      const link = (this.link = this.start(died));
      return link.api.open(files, {});
    });
  }

  /** Reads them as chosen; a choice that is undefined is open again. */
  choose(some: { [Name in keyof ImportChoices]: ImportChoices[Name] | undefined }): Promise<void> {
    const all = Object.entries({ ...this.choices, ...some });
    const choices: ImportChoices = Object.fromEntries(
      all.filter(([, value]) => value !== undefined),
    );
    this.choices = choices;
    return this.reading(() => {
      if (!this.link) throw new Error('nothing was given');
      return this.link.api.read(choices);
    });
  }

  /** The images, to be opened; null where that failed, which is said. */
  async images(): Promise<OwnImages | null> {
    const { found, link } = this;
    if (!found || !link) return null;
    this.busy = true;
    try {
      const packed = await link.api.packed();
      const { name, height, width } = found.preview;
      return { title: name, height, width, packed };
    } catch (thrown) {
      this.failure = failureFrom(thrown);
      return null;
    } finally {
      this.busy = false;
    }
  }

  end(): void {
    this.ended = true;
    this.letGo();
  }

  private letGo(): void {
    this.turn += 1;
    this.link?.end();
    this.link = null;
  }

  private async reading(read: (died: (why: Failure) => void) => Promise<Found>): Promise<void> {
    const turn = (this.turn += 1);
    const mine = () => turn === this.turn && !this.ended;
    this.busy = true;
    this.failure = null;
    try {
      const found = await new Promise<Found>((resolve, reject) => {
        read(reject).then(resolve, reject);
      });
      if (mine()) this.found = found;
    } catch (thrown) {
      if (mine()) this.failure = failureFrom(thrown);
    } finally {
      if (mine()) this.busy = false;
    }
  }
}
