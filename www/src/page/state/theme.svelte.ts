type ThemeName = 'light' | 'dark';

const STORED_AS = 'vae-lab-theme';
const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** Light or dark: the system's choice until a person makes another one here. */
export class Theme {
  name = $state<ThemeName>('light');

  /** `root` may carry a theme already, from before the first paint. */
  constructor(private readonly root: HTMLElement) {
    this.show(asTheme(root.dataset['theme']) ?? asTheme(stored()) ?? system());
  }

  /** Keeps up with the system from now on. Returns what stops it. */
  follow(): () => void {
    const query = systemDark();
    const changed = () => {
      if (!stored()) this.show(system());
    };
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }

  /** Back on the system's own choice, nothing is kept, and the page follows the system again. */
  toggle(): void {
    const name = this.name === 'dark' ? 'light' : 'dark';
    store(name === system() ? null : name);
    this.show(name);
  }

  private show(name: ThemeName): void {
    this.name = name;
    this.root.dataset['theme'] = name;
  }
}

const system = (): ThemeName => (systemDark().matches ? 'dark' : 'light');
const asTheme = (name: string | null | undefined) =>
  name === 'dark' || name === 'light' ? name : null;

// Storage may be forbidden (private windows, embedded pages): then the choice lasts as long as the page.
function stored(): string | null {
  try {
    return localStorage.getItem(STORED_AS);
  } catch {
    return null;
  }
}

function store(name: ThemeName | null): void {
  try {
    if (name) localStorage.setItem(STORED_AS, name);
    else localStorage.removeItem(STORED_AS);
  } catch {
    return;
  }
}
