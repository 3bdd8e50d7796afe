// Files of images, with the paths that they have below what was dropped, pasted or chosen.
import { failure } from '../../shared/failure';
import type { GivenFile } from '../../shared/import-api';
import type { Carried } from './carried';

/** As many files as the reader takes. */
const MOST_FILES = 200_000;

/** Every file, those within folders too. */
export async function filesOf(carried: readonly Carried[]): Promise<GivenFile[]> {
  const given: GivenFile[] = [];
  const add = async (each: Carried): Promise<void> => {
    if (given.length >= MOST_FILES) return;
    if (each instanceof File) {
      given.push({ path: each.webkitRelativePath || each.name, file: each });
    } else if (each.isDirectory) {
      for (const entry of await inside(each as FileSystemDirectoryEntry)) await add(entry);
    } else {
      const path = each.fullPath.replace(/^\//, '');
      given.push({ path, file: await fileOf(each as FileSystemFileEntry) });
    }
  };
  for (const each of carried) await add(each);
  if (given.length === 0) throw failure('bad_file', { reason: 'nothing' });
  return given;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    const params = { file: entry.fullPath };
    entry.file(resolve, () => reject(failure('bad_file', { reason: 'unreadable', params })));
  });
}

/** A folder tells what is in it in parts, the last of which is empty. */
async function inside(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      const params = { file: folder.fullPath };
      reader.readEntries(resolve, () =>
        reject(failure('bad_file', { reason: 'unreadable', params })),
      );
    });
    if (some.length === 0) return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    all.push(...some);
  }
}
