// What a newcomer has not done yet. What was done once is never asked for again in this browser.
import { readSiteData, writeSiteData } from './site-data';

export const FIRST_STEPS = ['decode', 'keep', 'train'] as const;
export type FirstStep = (typeof FIRST_STEPS)[number];

const STORED_AS = 'vae-lab-first-steps';

export class FirstSteps {
  private done = $state.raw<readonly string[]>((readSiteData(STORED_AS) ?? '').split(' '));
  readonly left = $derived(FIRST_STEPS.filter((step) => !this.done.includes(step)));

  did(step: FirstStep): void {
    if (this.done.includes(step)) return;
    this.done = [...this.done, step];
    writeSiteData(STORED_AS, this.done.join(' ').trim()); // where it cannot be kept it is asked for again
  }
}
