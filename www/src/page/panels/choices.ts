import type { Messages } from '../i18n/en';
import { SETTINGS, type SettingName } from '../state/settings-table';

/** What a setting can be chosen from, in words. */
export function choicesOf(name: SettingName, t: Messages): { value: string; text: string }[] {
  const words: Partial<Record<SettingName, Record<string, string>>> = t.settings.option;
  const options: readonly string[] = SETTINGS[name].options ?? [];
  return options.map((value) => ({ value, text: words[name]?.[value] ?? value }));
}
