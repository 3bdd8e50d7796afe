// What Train does: its button says so before it is pressed.
import type { Trainable } from '../../shared/data-sets';
import type { SettingName } from './settings-table';

export interface Plan {
  /**
   * `goOn`: the open model trains on. `again`: it gives way to a fresh one on its images, since what it is made of was
   * changed, or it is beyond repair. `attach`: it came without images, gets those of its size and trains on. `fresh`: it is
   * not for training, and a fresh one is opened.
   */
  kind: 'goOn' | 'again' | 'attach' | 'fresh';
  /** What the model is trained on. */
  set: Trainable;
  /** What the open model does not have yet. */
  changed: readonly SettingName[];
}
