// What a drop or a clipboard carries.

/** A file, or a folder that is still to be looked into. */
export type Carried = File | FileSystemEntry;

/** All that a drop or a clipboard carries. At once: behind its event it is empty. */
export function carriedBy({ items, files }: DataTransfer): Carried[] {
  const entries = [...items].flatMap((item): Carried[] => {
    if (item.kind !== 'file') return [];
    const entry = item.webkitGetAsEntry?.();
    const file = entry?.isDirectory ? null : item.getAsFile();
    return entry?.isDirectory ? [entry] : file ? [file] : [];
  });
  return entries.length > 0 ? entries : [...files];
}
