// The sets of images that a visitor brought. The page keeps their bytes: an engine may end, and the next one needs them.
import { isOwn, type OwnSetName, type Trainable } from '../../shared/data-sets';
import { failure } from '../../shared/failure';

export interface OwnImages {
  /** What its files are called. */
  title: string;
  height: number;
  width: number;
  packed: Uint8Array;
}

export interface OwnSet extends OwnImages {
  name: OwnSetName;
}

let lastNumber = 0;

export class OwnSets {
  all = $state.raw<readonly OwnSet[]>([]);

  add(images: OwnImages): OwnSet {
    const set = { ...images, name: `own:${(lastNumber += 1)}` as const };
    this.all = [...this.all, set];
    return set;
  }

  get(name: OwnSetName): OwnSet {
    const set = this.all.find((each) => each.name === name);
    if (!set) throw failure('closed');
    return set;
  }

  /** Lets all go but those that a model or a kept run is on, and the last that came: a set may be as large as all else
   *  together. Answers which went. */
  keepOnly(names: readonly (Trainable | null | undefined)[]): readonly OwnSetName[] {
    const before = this.all.slice(0, -1).map(({ name }) => name);
    const gone = before.filter((name) => !names.includes(name));
    if (gone.length > 0) this.all = this.all.filter(({ name }) => !gone.includes(name));
    return gone;
  }
}

/** What a set is called, in words or by its file. */
export function titleOf(
  set: Trainable,
  own: OwnSets,
  words: Readonly<Record<Exclude<Trainable, OwnSetName>, string>>,
): string {
  return isOwn(set) ? own.get(set).title : words[set];
}
