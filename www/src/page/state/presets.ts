// The lecture's models in its order, each as the settings that make it what it is. What a row says nothing of (sizes,
// likelihood, pixels, seed) stays as it was.
import {
  normalised,
  SETTINGS,
  type SettingName,
  type SettingTexts,
  type SettingValues,
} from './settings-table';

/** The bound itself. */
const ELBO = { beta: 1, warmupSteps: 0, freeBits: 0, samples: 1 } as const;

const PRESETS = {
  linearAutoencoder: { family: 'ae', body: 'linear' },
  deepAutoencoder: { family: 'ae', body: 'dense' },
  convAutoencoder: { family: 'ae', body: 'conv' },
  vae: { family: 'vae', body: 'dense', ...ELBO },
  convVae: { family: 'vae', body: 'conv', ...ELBO },
  betaVae: { family: 'vae', body: 'dense', ...ELBO, beta: 4 },
  importanceWeighted: { family: 'vae', body: 'dense', ...ELBO, samples: 5 },
} as const satisfies Record<string, Partial<SettingValues>>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];

/** What it fills the form with. */
export function textsOfPreset(name: PresetName): Partial<SettingTexts> {
  const values: Partial<SettingValues> = PRESETS[name];
  const write = <Name extends SettingName>(setting: Name) =>
    [setting, SETTINGS[setting].format(values[setting] as SettingValues[Name])] as const;
  return Object.fromEntries((Object.keys(values) as SettingName[]).map(write));
}

/** The one that these settings are; null where they are none of them. */
export function presetIn(texts: SettingTexts): PresetName | null {
  const is = (name: PresetName) =>
    Object.entries(textsOfPreset(name)).every(
      ([setting, text]) =>
        normalised(setting as SettingName, texts[setting as SettingName]) === text,
    );
  return PRESET_NAMES.find(is) ?? null;
}
