import { arriving } from '../shared/arriving';
import type { DataSetName, OwnSetName } from '../shared/data-sets';
import type { ImagesId } from '../shared/types';
import { WorkerFailure } from './failure';
import type { Host } from './hosts';
import { unzipped } from './unzipped';
import type { Images } from './wasm-package';

const addresses: Record<DataSetName, URL> = {
  digits8x8: new URL('../../../src/data/digits8x8.bin', import.meta.url),
  mnist10k: new URL('../../public/data/mnist10k.bin', import.meta.url),
  mnistHeldOut: new URL('../../public/data/mnist-held-out.bin', import.meta.url),
};

/** The file of a set, as it came. */
export async function fetchPacked(name: DataSetName): Promise<Uint8Array> {
  const address = addresses[name];
  const bytes = await arriving(globalThis, address.href);
  if (typeof bytes !== 'string') return bytes;
  throw new WorkerFailure('no_digits', {
    reason: bytes,
    params: { set: name, detail: address.pathname },
  });
}

interface Kept {
  readonly name: DataSetName | OwnSetName;
  readonly packed: Uint8Array;
  /** The images in each instance that has needed them: its models share them. */
  readonly opened: Map<Host, Images>;
}

/** Sets of images, each fetched once, and opened once in an instance. */
export class ImageShelf {
  private readonly kept = new Map<ImagesId, Kept>();
  private lastId: ImagesId = -1;
  private readonly asked = new Map<DataSetName, Promise<ImagesId>>();

  constructor(private readonly fetch: (name: DataSetName) => Promise<Uint8Array>) {}

  /** After a failure the next call asks again. */
  id(name: DataSetName): Promise<ImagesId> {
    const asked = this.asked.get(name) ?? this.put(name);
    this.asked.set(name, asked);
    asked.catch(() => this.asked.delete(name));
    return asked;
  }

  images(id: ImagesId, host: Host): Images {
    const kept = this.kept.get(id);
    if (!kept) throw new WorkerFailure('no_images', { message: `there are no images ${id}` });
    const { name, packed, opened } = kept;
    const images = opened.get(host) ?? host.instance.images.fromPacked(packed, name);
    opened.set(host, images);
    return images;
  }

  private async put(name: DataSetName): Promise<ImagesId> {
    const packed = await unzipped(await this.fetch(name), name);
    return this.keep(name, packed);
  }

  /** Images that were not fetched. */
  keep(name: DataSetName | OwnSetName, packed: Uint8Array): ImagesId {
    this.kept.set(++this.lastId, { name, packed, opened: new Map() });
    return this.lastId;
  }

  /** Models that are open on them have them in memory by themselves. */
  drop(id: ImagesId): void {
    for (const images of this.kept.get(id)?.opened.values() ?? []) images.free();
    this.kept.delete(id);
  }
}
