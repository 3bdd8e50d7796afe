// Whether the settings behind More are in sight: as they were left on the last visit, and as soon as something of them has
// to be seen.
import { readSiteData, writeSiteData } from './site-data';

const STORED_AS = 'vae-lab-more';
const OPEN = 'open';

export class MoreOpen {
  open = $state(readSiteData(STORED_AS) === OPEN);

  /** A person opens or closes it. Where nothing is kept, that lasts as long as the page. */
  toggle(open: boolean): void {
    this.open = open;
    writeSiteData(STORED_AS, open ? OPEN : null);
  }

  /** It has something to show: what opens by itself is not what a person wants on the next visit. */
  reveal(): void {
    this.open = true;
  }
}
