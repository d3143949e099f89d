// Reads a lab's settings from its address and writes them there: every one of them, so that a link brings back the same run.

export type NumberSetting<Key extends string> = {
  readonly key: Key;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly initial: number;
  readonly isWhole?: boolean;
  /** The slider goes by equal ratios. */
  readonly isLog?: boolean;
  /** No slider: a number without a scale, such as a seed. */
  readonly isPlain?: boolean;
};

export type ChoiceSetting<Key extends string> = {
  readonly key: Key;
  readonly label: string;
  readonly initial: string;
  readonly choices: Readonly<Record<string, string>>;
};

export type Setting<Key extends string = string> = NumberSetting<Key> | ChoiceSetting<Key>;
export type Settings<Key extends string = string> = Readonly<Record<Key, number | string>>;

/** What a setting becomes of what was written: within its range, or what it starts with. */
export function settled(setting: Setting, written: string | null): number | string {
  if ('choices' in setting)
    return written !== null && Object.hasOwn(setting.choices, written) ? written : setting.initial;
  const value = written === null || written.trim() === '' ? Number.NaN : Number(written);
  if (!Number.isFinite(value)) return setting.initial;
  const within = Math.min(setting.high, Math.max(setting.low, value));
  return setting.isWhole ? Math.round(within) : within;
}

export function readSettings<Key extends string>(list: readonly Setting<Key>[], query: string): Settings<Key> {
  const written = new URLSearchParams(query);
  return Object.fromEntries(
    list.map((setting) => [setting.key, settled(setting, written.get(setting.key))]),
  ) as Settings<Key>;
}

export function writeSettings<Key extends string>(list: readonly Setting<Key>[], settings: Settings<Key>): string {
  return new URLSearchParams(list.map(({ key }) => [key, String(settings[key])])).toString();
}
