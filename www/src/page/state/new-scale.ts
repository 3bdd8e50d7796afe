// Why the figures of a model do not stand beside those of the model that was shown before it.
import type { LabInfo } from '../../shared/types';

/** What is another: one reason, the gravest. */
export type NewScale = 'size' | 'images' | 'pixels' | 'family' | 'likelihood' | 'seed';

export function newScale(before: LabInfo, now: LabInfo): NewScale | null {
  const [old, model] = [before.model, now.model];
  if (old.height !== model.height || old.width !== model.width) return 'size';
  if (before.images && now.images && before.images.name !== now.images.name) return 'images';
  if (before.pixels !== now.pixels) return 'pixels';
  if (old.family !== model.family) return 'family';
  if (JSON.stringify(old.likelihood) !== JSON.stringify(model.likelihood)) return 'likelihood';
  // It draws which images are held out.
  return before.images && now.images && before.seed !== now.seed ? 'seed' : null;
}
