import type { DataSetName } from '../shared/data-sets';
import { WorkerFailure } from './failure';

const GZIP = [0x1f, 0x8b];

/** A file of images as it came, or, where that is gzip, what is in it: told by content, so that a host may have
 *  opened it on the way. Every browser that runs the core can do it; where one cannot, it is said. */
export async function unzipped(file: Uint8Array, set: DataSetName): Promise<Uint8Array> {
  if (!GZIP.every((byte, at) => file[at] === byte)) return file;
  if (typeof DecompressionStream === 'undefined') throw new WorkerFailure('no_unzip');
  const opened = new Blob([file as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(opened).arrayBuffer());
  } catch {
    throw new WorkerFailure('damaged_set', { params: { set } });
  }
}
