type ThemeName = 'light' | 'dark';

const STORED_AS = 'vae-lab-theme';
const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** Light or dark: the system's choice until a person makes another one here. */
export class Theme {
  name = $state<ThemeName>(document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light');

  constructor() {
    systemDark().addEventListener('change', (event) => {
      if (!stored()) this.show(event.matches ? 'dark' : 'light');
    });
  }

  /** Back on the system's own choice, nothing is kept, and the page follows the system again. */
  toggle(): void {
    const name = this.name === 'dark' ? 'light' : 'dark';
    store(name === (systemDark().matches ? 'dark' : 'light') ? null : name);
    this.show(name);
  }

  private show(name: ThemeName): void {
    this.name = name;
    document.documentElement.dataset['theme'] = name;
  }
}

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
