import type { Messages } from '../i18n/en';
import { PRESET_NAMES, type PresetName } from '../state/presets';
import { SETTINGS, type SettingName } from '../state/settings-table';

/** What a setting can be chosen from, in words. */
export function choicesOf(name: SettingName, t: Messages): { value: string; text: string }[] {
  const words: Partial<Record<SettingName, Record<string, string>>> = t.settings.option;
  const options: readonly string[] = SETTINGS[name].options ?? [];
  return options.map((value) => ({ value, text: words[name]?.[value] ?? value }));
}

/** The lecture's models; what is none of them cannot be chosen, but it may be what there is. */
export function presetChoices(
  chosen: PresetName | null,
  t: Messages,
): { value: string; text: string }[] {
  const { preset } = t.settings;
  const presets = PRESET_NAMES.map((name) => ({
    value: name as string,
    text: preset.option[name],
  }));
  return chosen === null ? [{ value: '', text: preset.own }, ...presets] : presets;
}
