// What the browser keeps for this site. It may be forbidden: in private windows, in embedded pages, by a person's settings.

export function readSiteData(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Null forgets it. False where nothing can be kept. */
export function writeSiteData(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
