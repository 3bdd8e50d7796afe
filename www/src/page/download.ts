/** Hands a file to the person: the browser saves it where it saves everything. */
export function download(name: string, content: Blob | Uint8Array, type = ''): void {
  const blob =
    content instanceof Blob ? content : new Blob([content as Uint8Array<ArrayBuffer>], { type });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The click only starts the download; the address must outlive that start.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
