// Light or dark, and whether the choice outlasts the page.
import { failure } from '../../shared/failure';
import { readSiteData, writeSiteData } from './site-data';

type ThemeName = 'light' | 'dark';

const STORED_AS = 'vae-lab-theme';
const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** Light or dark: the system's choice until a person makes another one here. */
export class Theme {
  name = $state<ThemeName>('light');
  /** Chosen here where nothing is kept, which is said once. */
  private unkept: ThemeName | null = null;

  /** `root` may carry a theme already, from before the first paint. */
  constructor(private readonly root: HTMLElement) {
    this.show(asTheme(root.dataset['theme']) ?? asTheme(stored()) ?? system());
  }

  /** Keeps up with the system from now on. Returns what stops it. */
  follow(): () => void {
    const query = systemDark();
    const changed = () => {
      if (!(stored() ?? this.unkept)) this.show(system());
    };
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }

  /** Back on the system's own choice, nothing is kept, and the page follows the system again. Where a choice cannot be
   *  kept it lasts as long as the page, and the first one says so: as a failure. */
  toggle(): void {
    const name = this.name === 'dark' ? 'light' : 'dark';
    this.show(name);
    if (store(name === system() ? null : name)) return;
    const first = this.unkept === null;
    this.unkept = name;
    if (first) throw failure('not_kept');
  }

  private show(name: ThemeName): void {
    this.name = name;
    this.root.dataset['theme'] = name;
  }
}

const system = (): ThemeName => (systemDark().matches ? 'dark' : 'light');
const asTheme = (name: string | null | undefined) =>
  name === 'dark' || name === 'light' ? name : null;

const stored = () => readSiteData(STORED_AS);
const store = (name: ThemeName | null) => writeSiteData(STORED_AS, name);
